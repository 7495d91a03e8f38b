package inventory

import (
	"time"

	"jettison/model"
)

// apply asks the engine about a batch of events. Many things are cheaper to list than to
// ask for one by one.
func (f *Feed) apply(b batch) {
	asks := false
	for _, k := range listedKinds() {
		asks = k.narrow(f, b) || asks
	}
	if b.volumes {
		f.want(model.FactVolumes)
	}
	if b.usageChanged {
		f.refreshLater(model.FactUsage)
	} else {
		f.refresh.putOff(time.Now())
	}
	if !asks {
		f.applied(b, lookupResult{}, nil)
		return
	}
	f.applying = true
	inventory, seen := f.inventory, f.eventCount.Load()
	f.work(func() {
		found, err := f.client.lookUp(f.ctx, inventory, b)
		f.post(func() {
			f.applying = false
			found.seen = seen
			f.applied(b, found, err)
		})
	})
}

// applied merges what the engine said about a batch. If that failed, the lists are
// loaded instead, and their failure tells what is wrong.
func (f *Feed) applied(b batch, found lookupResult, err error) {
	if err != nil {
		f.want(append(lists(), model.FactVolumes)...)
		return
	}
	for _, k := range listedKinds() {
		k.merge(f, b, found)
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
