package inventory

import (
	"iter"
	"slices"
	"time"

	"jettison/dockerx"
	"jettison/model"
)

// FollowOptions say what a Feed loads, and when. The zero value loads and follows
// everything.
type FollowOptions struct {
	// Without lists facts that are not loaded, to save the engine the work. The engine and
	// the images are always loaded.
	Without []model.Fact
	// HeadStart is how long everything else waits once the first image list is there, so
	// that a screen can draw it before the processor is busy with the rest.
	HeadStart time.Duration
	// AtOnce loads all facts side by side, the shared bytes with the image list, and the
	// containers together with the start of their state. It suits commands, which print
	// nothing before all of it is there; a screen wants the images first.
	AtOnce bool
	// CacheOnly loads only the build cache of the disk usage, if the engine can leave out
	// the rest, which takes it much longer.
	CacheOnly bool
	// AskLayers reports, for a kind of store, whether to ask the engine for layers that
	// are not in the cache; nil for always.
	AskLayers func(model.Store) bool
	// TagTimes is which tag times to ask for, unless they are left out.
	TagTimes TagTimes
	// Lists keep the image lists of engines; nil for none. With them, the snapshots before the
	// first list have the last one that was kept.
	Lists ListCaches
	// Layers returns the cache of layers for an engine, or nil if there is none.
	Layers func(model.Engine) LayerCache
}

// LayerCache keeps model.LayerFacts of images from one run to the next. One
// goroutine at a time uses it.
type LayerCache interface {
	// Load calls each with everything that is kept.
	Load(each func(model.LayerFacts)) error
	// Save replaces what is kept by the facts of all images on the engine.
	Save(all iter.Seq[model.LayerFacts]) error
}

// ListsShared reports whether the engine's image list tells how many bytes of each image
// others share. An older engine tells that only with its disk usage.
func ListsShared(client *dockerx.Client) bool { return client.AtLeast("1.42") }

// sharedFrom returns the fact that the shared sizes come with.
func (c fetcher) sharedFrom(o FollowOptions) model.Fact {
	switch {
	case !ListsShared(c.Client):
		return model.FactUsage
	case o.AtOnce && !slices.Contains(o.Without, model.FactShared):
		return model.FactImages
	}
	return model.FactShared
}
