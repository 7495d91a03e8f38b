package inventory

import (
	"context"
	"slices"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/internal/fanout"
	"jettison/model"
)

const (
	// inspectJobs is how many images are inspected side by side: for one that
	// answers in a fraction of a millisecond, as a graph store does, programs then
	// wake each other less often (bars -only ledger).
	inspectJobs = 16
	// layersEvery is how often layers that came in are published.
	layersEvery = time.Second
)

// layering is what an inspection and the history told of one image's layers.
type layering struct {
	found *model.Image // nil when the image is gone
	layers
	recalled bool  // nobody was asked
	err      error // the engine answered with an error
}

// layers are those of an image, base first.
type layers struct {
	chain  []model.ChainID
	files  []model.Bytes // of the files in each layer; empty where the history was not asked for
	record model.Bytes   // of the image beside its layers
	// content is the bytes of the archives and the record together, where the store
	// has such.
	content int64
}

// of puts the layers into a tree and says what is known of their bytes. size is
// that of the whole image.
func (l layers) of(store model.Store, tree *model.LayerTree, size int64) model.ImageLayers {
	image := model.ImageLayers{Top: tree.Top(l.chain), Files: l.files, Sizes: l.files, Total: model.UnknownBytes()}
	switch store {
	case model.StoreGraph:
		image.Total = model.ExactBytes(size)
	case model.StoreContainerd:
		image.Sizes = model.Packed(l.files)
		// Not by the size: files may be lost.
		image.Total = model.Bytes{Min: max(0, l.content-l.record.Max), Max: max(0, l.content-l.record.Min)}
		for _, files := range l.files {
			image.Total = image.Total.Add(files)
		}
	case model.StorePodman:
		image.Sizes = onDisk(l.files)
	case model.StoreUnknown:
	}
	return image
}

// onDisk are the bytes of layers on the disk where the history tells those of
// archives: Podman's engine keeps the files and a list of what the archive had
// beside them.
func onDisk(archives []model.Bytes) []model.Bytes {
	const folders = 64 << 10
	sizes := make([]model.Bytes, len(archives))
	for i, size := range archives {
		sizes[i] = model.Bytes{Min: size.Min * 7 / 10, Max: size.Max + size.Max*4/10 + folders}
	}
	return sizes
}

// podmanRecord is more than Podman's files about an image take, in bytes.
const podmanRecord = 64 << 10

// layersOf asks for the history of an image that was inspected, which tells the
// bytes of its layers.
func (c fetcher) layersOf(ctx context.Context, store model.Store, found *inspection) (layers, error) {
	l := layers{chain: chainIDs(found.RootFS.Layers)}
	if store == model.StoreUnknown || len(l.chain) == 0 {
		return l, nil
	}
	history, err := c.history(ctx, found.ID)
	if err != nil {
		return l, err
	}
	steps := make([]model.LayerStep, len(history))
	for i, item := range history {
		step, kind := historyStep(item)
		steps[i] = model.LayerStep{Size: step.Size, Never: kind == stepNoLayer}
	}
	l.files = model.LayerBounds(steps, len(l.chain))
	switch store {
	case model.StoreContainerd:
		l.record, l.content = found.record(history), found.Size
	case model.StorePodman:
		l.record = model.Bytes{Max: podmanRecord}
	case model.StoreGraph, model.StoreUnknown:
	}
	return l, nil
}

// enough reports whether that is all there is to know in a store.
func (l layers) enough(store model.Store) bool {
	return store != model.StoreUnknown && len(l.files) == len(l.chain)
}

// fetchLayers inspects every image whose layers are neither known nor
// remembered, those that the person is looking at first. Results are handed in from time to time; an image that the engine
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
	recall := !f.recalled
	f.recalled = true
	return func(ctx context.Context) (func(), error) {
		store := inventory.Engine.Store
		var ready []layering
		if recall {
			ready = f.remembered(inventory.Engine, wanted)
		}
		if f.ask != nil && !f.ask(store) {
			clear(wanted)
		}
		var failed error
		last := time.Now()
		layer := func(ctx context.Context, id model.ImageID) (layering, error) {
			return f.client.layering(ctx, store, id)
		}
		err := fanout.Each(ctx, inspectJobs, f.byPriority(wanted), layer, func(l layering) {
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
		// What was found before an error counts, too.
		f.post(func() { f.setLayers(ready) })
		if err == nil {
			err = failed
		}
		return func() { f.work(f.remembering()) }, err
	}
}

// remembered takes from the wanted images those whose layers are remembered.
func (f *Feed) remembered(engine model.Engine, wanted map[model.ImageID]*model.Image) []layering {
	if f.memory == nil || engine.Driver == "" {
		return nil
	}
	var found []layering
	// What can't be read is asked for again.
	_ = f.memory(engine.Driver).Load(func(facts model.LayerFacts) {
		told := layers{chain: facts.Chain, files: facts.Files, record: facts.Record, content: facts.Content}
		if image, ok := wanted[facts.ID]; ok && facts.Holds(image) && told.enough(engine.Store) {
			delete(wanted, facts.ID)
			found = append(found, layering{found: &model.Image{ID: facts.ID, LastTagged: facts.LastTagged, Unanchored: facts.Unanchored}, layers: told, recalled: true})
		}
	})
	return found
}

// remembering saves what was learnt of layers since the last time. When that
// fails, it is only learnt again.
func (f *Feed) remembering() (save func()) {
	engine, facts := f.inventory.Engine, f.inventory.LayerFacts()
	if f.memory == nil || engine.Driver == "" || f.learnt == 0 {
		return func() {}
	}
	f.learnt = 0
	return func() {
		f.saving.Lock()
		defer f.saving.Unlock()
		_ = f.memory(engine.Driver).Save(facts)
	}
}

// layering inspects one image. Only a broken connection is an error: then the
// others would fail as well.
func (c fetcher) layering(ctx context.Context, store model.Store, id model.ImageID) (layering, error) {
	var told layers
	found, err := c.inspectLayers(ctx, store, string(id))
	if err == nil {
		told, err = c.layersOf(ctx, store, found)
	}
	switch {
	case dockerx.IsNotFound(err):
		return layering{}, nil
	case dockerx.IsStatusError(err):
		return layering{err: err}, nil
	case err != nil:
		return layering{}, err
	}
	return layering{found: found.image(), layers: told}, nil
}

// setLayers puts layers into the inventory.
func (f *Feed) setLayers(batch []layering) {
	state := &f.schedule.states[model.FactLayers]
	state.Done += len(batch)
	f.dirty = true
	byID := make(map[model.ImageID]layering, len(batch))
	for _, l := range batch {
		if l.found != nil {
			byID[l.found.ID] = l
		}
		if l.found != nil && !l.recalled {
			f.learnt++
		}
	}
	if len(byID) == 0 {
		return
	}
	images := slices.Clone(f.inventory.Images())
	var known []model.ImageLayers
	for i, image := range images {
		if l, ok := byID[image.ID]; ok {
			of := l.of(f.inventory.Engine.Store, f.tree, image.Size)
			images[i] = withLayers(image, of.Top, l)
			known = append(known, of)
		}
	}
	f.inventory = f.inventory.WithImages(f.inventory.Taken, images).WithLayerSizes(f.inventory.LayerSizes().With(known))
}
