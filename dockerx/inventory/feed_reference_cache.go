package inventory

import (
	"slices"
	"time"

	"jettison/model"
)

// References returns a cache of the images' references that the feed keeps current
// until it is closed.
func (f *Feed) References() *ReferenceCache {
	cache := newReferenceCache()
	f.post(func() { f.references = append(f.references, cache) })
	return cache
}

// eventCame takes in an event, with its number.
func (f *Feed) eventCame(e event, number uint64) {
	f.coalescer.add(e, time.Now())
	f.tagTimes.note(e, number, f.inventory)
	for _, cache := range f.references {
		cache.note(e)
	}
}

// updateReferences hands the caches the inventory when it is what all events that
// have come lead to.
func (f *Feed) updateReferences() {
	f.references = slices.DeleteFunc(f.references, (*ReferenceCache).isClosed)
	if len(f.references) == 0 {
		return
	}
	images := &f.schedule.runs[model.FactImages]
	if f.link.state != model.LinkLive || f.applying || !f.coalescer.due().IsZero() || images.busy || images.wanted {
		return
	}
	for _, cache := range f.references {
		cache.update(f.inventory)
	}
}
