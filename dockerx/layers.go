package dockerx

import (
	"context"
	"slices"
	"time"

	"jettison/model"
)

const (
	// A graph store inspects in a fraction of a millisecond and gains nothing
	// from more workers; the containerd store takes 10 ms and more an image.
	inspectJobsGraph      = 4
	inspectJobsContainerd = 8
	// layersEvery is how often layers that came in are published.
	layersEvery = time.Second
)

// inspectJobs is how many images are inspected side by side.
func inspectJobs(store model.Store) int {
	if store == model.StoreContainerd {
		return inspectJobsContainerd
	}
	return inspectJobsGraph
}

// layering is what an inspection told of one image's layers.
type layering struct {
	found *model.Image // nil when the image is gone
	chain []model.ChainID
	err   error // the engine answered with an error
}

// fetchLayers inspects every image whose layers are not known yet. Results are
// handed in from time to time; an image that the engine fails to inspect does
// not stop the others.
func (f *Feed) fetchLayers(inventory *model.Inventory) func(context.Context) (func(), error) {
	var wanted []model.ImageID
	for _, image := range inventory.Images() {
		if !image.Layered {
			wanted = append(wanted, image.ID)
		}
	}
	state := &f.board.states[model.FactLayers]
	state.Done, state.Total = 0, len(wanted)
	return func(ctx context.Context) (func(), error) {
		var (
			ready  []layering
			failed error
			last   = time.Now()
		)
		err := fanOut(ctx, inspectJobs(inventory.Engine.Store), wanted, f.client.layering, func(l layering) {
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
		return func() {}, err
	}
}

// layering inspects one image. Only a broken connection is an error: then the
// others would fail as well.
func (c *Client) layering(ctx context.Context, id model.ImageID) (layering, error) {
	found, err := c.inspect(ctx, string(id))
	switch {
	case isNotFound(err):
		return layering{}, nil
	case isStatus(err):
		return layering{err: err}, nil
	case err != nil:
		return layering{}, err
	}
	return layering{found: found.image(), chain: chainIDs(found.RootFS.Layers)}, nil
}

// setLayers puts layers into the inventory.
func (f *Feed) setLayers(batch []layering) {
	state := &f.board.states[model.FactLayers]
	state.Done += len(batch)
	f.dirty = true
	byID := make(map[model.ImageID]layering, len(batch))
	for _, l := range batch {
		if l.found != nil {
			byID[l.found.ID] = l
		}
	}
	if len(byID) == 0 {
		return
	}
	images := slices.Clone(f.inventory.Images())
	for i, image := range images {
		if l, ok := byID[image.ID]; ok {
			images[i] = withLayers(image, f.tree.Top(l.chain), l.found)
		}
	}
	f.inventory = f.inventory.WithImages(f.inventory.Taken, images)
}
