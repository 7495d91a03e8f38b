package inventory

import (
	"time"

	"jettison/model"
)

// apply asks the engine about a batch of events. Many images are cheaper to list than to
// inspect one by one.
func (f *Feed) apply(b batch) {
	if b.listImages || len(b.inspect) > maxInspections {
		f.want(model.FactImages)
		clear(b.inspect)
	}
	if len(b.containers) > maxContainerFilter {
		f.want(model.FactContainers)
		clear(b.containers)
	}
	if b.usageChanged {
		f.refreshLater(model.FactUsage)
	} else {
		f.refresh.putOff(time.Now())
	}
	if len(b.inspect)+len(b.containers) == 0 {
		f.applied(b, lookupResult{}, nil)
		return
	}
	f.applying = true
	inventory := f.inventory
	f.work(func() {
		found, err := f.client.lookUp(f.ctx, inventory, b)
		f.post(func() {
			f.applying = false
			f.applied(b, found, err)
		})
	})
}

// applied merges what the engine said about a batch. If that failed, the lists are
// loaded instead, and their failure tells what is wrong.
func (f *Feed) applied(b batch, found lookupResult, err error) {
	if err != nil {
		f.want(model.FactImages, model.FactContainers)
		return
	}
	f.mergeImages(b, found)
	if len(b.containers)+len(b.dropped) > 0 {
		f.setContainers(replaceContainers(f.inventory, found.containers, b.containers, b.dropped))
	}
	if b.listLater || f.mentionsUnknown(b) {
		f.refreshLater(model.FactImages)
	}
}

// mentionsUnknown reports whether containers were created from an image that no event
// was about, as classic builds of old engines do.
func (f *Feed) mentionsUnknown(b batch) bool {
	for id := range b.mentioned {
		if _, known := f.inventory.Image(id); !known && !b.gone[id] {
			return true
		}
	}
	return false
}

func (f *Feed) mergeImages(b batch, found lookupResult) {
	delta := found.delta
	if delta.gone == nil {
		delta.gone = map[model.ImageID]bool{}
	}
	for id := range b.gone {
		delta.gone[id] = true
	}
	var known []model.ImageLayers
	for _, image := range delta.found {
		old, isKnown := f.inventory.Image(image.ID)
		if isKnown {
			inherit(image, old)
		}
		told := found.layers[image.ID]
		if !told.complete(f.inventory.Engine.Store) && (!isKnown || !old.Layered) {
			continue // asked before it was known that layers are counted: they are read later
		}
		if told.complete(f.inventory.Engine.Store) {
			of := told.measured(f.inventory.Engine.Store, f.tree, image.Size)
			image.Top, image.Layered, image.Record, image.Content = of.Top, true, told.record, told.content
			known = append(known, of)
		}
		if !isKnown {
			f.unsavedLayers++
		}
	}
	images, changed := applyDelta(f.inventory, delta)
	if !changed {
		return
	}
	before := f.inventory
	f.inventory = before.WithLayerSizes(before.LayerSizes().With(known))
	f.setImages(before.Taken, images)
	f.imagesChanged(before)
}

// imagesChanged schedules what depends on which images there are. New images that share
// nothing need no request for their shared bytes.
func (f *Feed) imagesChanged(before *model.Inventory) {
	gone, came := missing(before, f.inventory), missing(f.inventory, before)
	if len(gone)+len(came) > 0 {
		f.refreshLater(model.FactUsage)
	}
	if sharingChanged(f.inventory, gone, came) {
		f.sharingChanged()
		return
	}
	for _, image := range came {
		image.SharedSize = 0 // nobody has seen it yet
	}
}
