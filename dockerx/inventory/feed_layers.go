package inventory

import (
	"context"
	"slices"
	"time"

	"jettison/dockerx/internal/fanout"
	"jettison/model"
	"jettison/model/layers"
)

const (
	// inspectJobs is how many images are inspected side by side. A graph store answers in
	// a fraction of a millisecond; with many requests under way the two processes wake
	// each other less often (bars -only ledger).
	inspectJobs = 16
	// layersEvery is how often the layers read so far are published.
	layersEvery = time.Second
)

// fetchLayers inspects every image whose layers are neither known nor in the cache, those
// with priority first. It publishes results from time to time. An image that the engine
// fails to inspect does not stop the others.
func (f *Feed) fetchLayers(inventory *model.Inventory) func(context.Context) (func(), error) {
	wanted := map[model.ImageID]*model.Image{}
	for _, image := range inventory.Images() {
		if !image.Layered {
			wanted[image.ID] = image
		}
	}
	state := &f.schedule.states[model.FactLayers]
	state.Done, state.Total = 0, len(wanted)
	readCache := !f.cacheRead
	f.cacheRead = true
	return func(ctx context.Context) (func(), error) {
		store := inventory.Engine.Store
		var ready []layerAnswer
		if readCache {
			ready = f.layersFromCache(inventory.Engine, wanted)
		}
		if f.ask != nil && !f.ask(store) {
			clear(wanted)
		}
		var failed error
		last := time.Now()
		layer := func(ctx context.Context, id model.ImageID) (layerAnswer, error) {
			seen := f.eventCount.Load()
			answer, err := f.client.imageLayers(ctx, store, id)
			answer.seen = seen
			return answer, err
		}
		err := fanout.Each(ctx, inspectJobs, f.byPriority(wanted), layer, func(l layerAnswer) {
			ready = append(ready, l)
			if l.err != nil {
				failed = l.err
			}
			if now := time.Now(); now.Sub(last) >= layersEvery {
				batch := ready
				ready, last = nil, now
				f.post(func() { f.setLayers(batch) })
			}
		})
		// What was read before an error counts too.
		f.post(func() { f.setLayers(ready) })
		if err == nil {
			err = failed
		}
		return func() { f.work(f.saveLayers()) }, err
	}
}

// layersFromCache removes the images from wanted whose layers are in the cache, and
// returns those layers.
func (f *Feed) layersFromCache(engine model.Engine, wanted map[model.ImageID]*model.Image) []layerAnswer {
	cache := f.layerCacheOf(engine)
	if cache == nil {
		return nil
	}
	var found []layerAnswer
	// What can't be read is requested from the engine.
	_ = cache.Load(func(facts model.LayerFacts) {
		told := imageLayers{chain: facts.Chain, files: facts.Files, record: facts.Record, content: facts.Content, otherPlatforms: facts.OtherPlatforms}
		if image, ok := wanted[facts.ID]; ok && facts.Holds(image) && told.complete(engine.Store) {
			delete(wanted, facts.ID)
			found = append(found, layerAnswer{found: &model.Image{ID: facts.ID, MayLoseLayerFiles: facts.MayLoseLayerFiles}, imageLayers: told, remembered: true})
		}
	})
	return found
}

// layerCacheOf returns the cache of layers for an engine, or nil if there is none.
func (f *Feed) layerCacheOf(engine model.Engine) LayerCache {
	if f.layers == nil {
		return nil
	}
	return f.layers(engine)
}

// saveLayers returns a function that saves all layers to the cache, if some are new since
// the last time. If saving fails, the next run reads those again.
func (f *Feed) saveLayers() (save func()) {
	engine, facts := f.inventory.Engine, f.inventory.LayerFacts()
	cache := f.layerCacheOf(engine)
	if cache == nil || f.unsavedLayers == 0 {
		return func() {}
	}
	f.unsavedLayers = 0
	return func() {
		f.saving.Lock()
		defer f.saving.Unlock()
		_ = cache.Save(facts)
	}
}

// setLayers puts layers into the inventory.
func (f *Feed) setLayers(batch []layerAnswer) {
	state := &f.schedule.states[model.FactLayers]
	state.Done += len(batch)
	f.dirty = true
	byID := make(map[model.ImageID]layerAnswer, len(batch))
	for _, l := range batch {
		if l.found != nil {
			byID[l.found.ID] = l
		}
		if l.found != nil && !l.remembered {
			f.unsavedLayers++
		}
	}
	if len(byID) == 0 {
		return
	}
	images := slices.Clone(f.inventory.Images())
	var known []layers.ImageSizes
	for i, image := range images {
		l, ok := byID[image.ID]
		if !ok {
			continue
		}
		of := l.measured(f.inventory.Engine.Store, f.tree, image.Size)
		next := withLayers(image, of.Top, l)
		if l.found.TagTimeRead && !image.TagTimeRead && !f.tagTimes.outdated(image.ID, l.seen) {
			next.LastTagged, next.TagTimeRead = l.found.LastTagged, true
		}
		images[i] = next
		known = append(known, of)
	}
	f.inventory = f.inventory.WithImages(f.inventory.Taken, images).WithLayerSizes(f.inventory.LayerSizes().With(known))
}
