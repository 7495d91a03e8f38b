package model

import (
	"iter"
	"slices"
	"time"

	"jettison/model/layers"
	"jettison/model/size"
)

// LayerFacts is what was once learnt of an image and never changes, so that it
// need not be asked for again: its layers and their bytes. The time of its last
// tag goes along; it holds as long as the tags are the same. The containerd
// store may lose files of an image, which shows in its size.
type LayerFacts struct {
	ID                ImageID
	Chain             []layers.ChainID // base first
	Files             []size.Range     // of the files in each layer; empty where they are not counted
	Record            size.Range       // of the image beside its layers
	Content           int64            // bytes of archives and record; zero where there are none
	OtherPlatforms    int64            // as Image.OtherPlatforms
	Size              int64            // of the whole image, in bytes
	MayLoseLayerFiles bool             // as Image.MayLoseLayerFiles
	Tags              []string         // sorted
	LastTagged        time.Time        // zero when unknown
}

// Holds reports whether the facts are still those of an image.
func (f *LayerFacts) Holds(image *Image) bool {
	return f.ID == image.ID && f.Size == image.Size && slices.Equal(f.Tags, image.Tags)
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
		Tags: image.Tags, LastTagged: image.LastTagged,
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
