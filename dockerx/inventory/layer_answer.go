package inventory

import (
	"context"

	"jettison/dockerx"
	"jettison/model"
	"jettison/model/layers"
	"jettison/model/size"
)

// layerAnswer is what an inspection and the history say about the layers of one image.
type layerAnswer struct {
	found *model.Image // nil if the image is gone
	imageLayers
	remembered bool   // from the cache, without asking the engine
	seen       uint64 // events before it was asked
	err        error  // that the engine answered
}

// imageLayers describes the layers of an image, base first.
type imageLayers struct {
	chain  []layers.ChainID
	files  []size.Range // of the files in each layer; empty if the history was not requested
	record size.Range   // of the image beside its layers
	// content is the bytes of the layer archives and the record together, in a store
	// that keeps archives.
	content int64
	// otherPlatforms is the bytes of other platforms, at most.
	otherPlatforms int64
}

// measured puts the layers into a tree and bounds their bytes. imageSize is the bytes of
// the whole image.
func (l imageLayers) measured(store model.Store, tree *layers.Tree, imageSize int64) layers.ImageSizes {
	image := layers.ImageSizes{Top: tree.Top(l.chain), Files: l.files, Sizes: l.files, Total: size.Unknown()}
	switch store {
	case model.StoreGraph:
		image.Total = size.Exact(imageSize)
	case model.StoreContainerd:
		image.Sizes = layers.WithArchives(l.files)
		// Not from size: the store may have lost files.
		image.Total = size.Range{Min: max(0, l.content-l.record.Max), Max: max(0, l.content-l.record.Min)}
		for _, files := range l.files {
			image.Total = image.Total.Add(files)
		}
	case model.StorePodman:
		image.Sizes = onDisk(l.files)
	case model.StoreUnknown:
	}
	return image
}

// onDisk bounds the bytes of layers on the disk from those of their archives: Podman's
// history tells the archives, and its store keeps the files and an index of the archive.
func onDisk(archives []size.Range) []size.Range {
	const folders = 64 << 10
	sizes := make([]size.Range, len(archives))
	for i, archive := range archives {
		sizes[i] = size.Range{Min: archive.Min * 7 / 10, Max: archive.Max + archive.Max*4/10 + folders}
	}
	return sizes
}

// podmanRecord is an upper bound for the bytes of Podman's files about an image.
const podmanRecord = 64 << 10

// layersOf requests the history of an inspected image, which tells the bytes of its
// layers.
func (c fetcher) layersOf(ctx context.Context, store model.Store, found *inspection) (imageLayers, error) {
	l := imageLayers{chain: chainIDs(found.RootFS.Layers)}
	var content storedContent
	if store == model.StoreContainerd {
		content = found.content()
		l.content, l.otherPlatforms = content.own, content.otherPlatforms
	}
	if store == model.StoreUnknown || len(l.chain) == 0 {
		l.record = size.Exact(l.content) // no archives: all is record
		return l, nil
	}
	history, err := c.history(ctx, found.ID)
	if err != nil {
		return l, err
	}
	steps := make([]layers.Step, len(history))
	for i, item := range history {
		step, kind := historyStep(item)
		steps[i] = layers.Step{Size: step.Size, EmptyLayer: kind == stepNoLayer}
	}
	l.files = layers.Bounds(steps, len(l.chain))
	switch store {
	case model.StoreContainerd:
		l.record = found.record(history, content)
	case model.StorePodman:
		l.record = size.Range{Max: podmanRecord}
	case model.StoreGraph, model.StoreUnknown:
	}
	return l, nil
}

// complete reports whether nothing is missing that the store can tell.
func (l imageLayers) complete(store model.Store) bool {
	return store != model.StoreUnknown && len(l.files) == len(l.chain)
}

// imageLayers inspects one image. An error that the engine answers is part of the
// result; only a broken connection is an error, since then the other images would fail
// too.
func (c fetcher) imageLayers(ctx context.Context, store model.Store, id model.ImageID) (layerAnswer, error) {
	var told imageLayers
	found, err := c.inspectLayers(ctx, store, string(id))
	if err == nil {
		told, err = c.layersOf(ctx, store, found)
	}
	switch {
	case dockerx.IsNotFound(err):
		return layerAnswer{}, nil
	case dockerx.IsStatusError(err):
		return layerAnswer{err: err}, nil
	case err != nil:
		return layerAnswer{}, err
	}
	return layerAnswer{found: found.image(), imageLayers: told}, nil
}
