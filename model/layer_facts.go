package model

import (
	"iter"
	"slices"

	"jettison/model/layers"
	"jettison/model/size"
)

// LayerFacts is what was once learnt of an image and stays as it is, so that it
// need not be asked for again: its layers and their bytes. On graphdriver stores and
// Podman, the ID of the image fixes all of it. On the containerd store it holds for one
// engine, while the image has the same size and platforms: the store may lose files of an
// image, and get or lose platforms. Nothing in it depends on the image's names.
type LayerFacts struct {
	ID                ImageID
	Chain             []layers.ChainID // base first
	Files             []size.Range     // of the files in each layer; empty where they are not counted
	Record            size.Range       // of the image beside its layers
	Content           int64            // bytes of archives and record; zero where there are none
	OtherPlatforms    int64            // as Image.OtherPlatforms
	Size              int64            // of the whole image, in bytes
	MayLoseLayerFiles bool             // as Image.MayLoseLayerFiles
	Platforms         []string         // the digests of the platforms that the store has; empty where it does not tell
}

// Holds reports whether the facts are still those of an image.
func (f *LayerFacts) Holds(image *Image) bool {
	return f.ID == image.ID && f.Size == image.Size && slices.Equal(f.Platforms, image.platformDigests())
}

// platformDigests are the digests of the platforms that the store has.
func (i *Image) platformDigests() []string {
	present, _ := i.Platforms()
	var digests []string
	for _, manifest := range present {
		digests = append(digests, manifest.Digest)
	}
	return digests
}

// LayerFacts are those of all images whose layers are known.
func (inv *Inventory) LayerFacts() iter.Seq[LayerFacts] {
	return func(yield func(LayerFacts) bool) {
		for _, image := range inv.images {
			if image.Layered && !yield(inv.layerFacts(image)) {
				return
			}
		}
	}
}

func (inv *Inventory) layerFacts(image *Image) LayerFacts {
	facts := LayerFacts{
		ID: image.ID, Record: image.Record, Content: image.Content, OtherPlatforms: image.OtherPlatforms, Size: image.Size, MayLoseLayerFiles: image.MayLoseLayerFiles,
		Platforms: image.platformDigests(),
	}
	for layer := image.Top; layer != nil; layer = layer.Below {
		facts.Chain = append(facts.Chain, layer.ID)
		files := inv.sizes.Files(layer)
		if inv.Engine.Store.Exact() {
			files = inv.sizes.Of(layer) // other images may tell more than the history
		}
		facts.Files = append(facts.Files, files)
	}
	slices.Reverse(facts.Chain)
	slices.Reverse(facts.Files)
	return facts
}

// LayerScope returns which engines have the same LayerFacts for an image ID: all with a
// storage driver, or only the one with an ID, see LayerFacts. ok is false where that can't
// be told.
func (e Engine) LayerScope() (driver, id string, ok bool) {
	switch {
	case e.Driver == "":
		return "", "", false
	case e.Store == StoreContainerd:
		return e.Driver, e.ID, e.ID != ""
	}
	return e.Driver, "", true
}
