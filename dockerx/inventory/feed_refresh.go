package inventory

import (
	"time"

	"jettison/model"
)

// sharingChanged schedules what depends on which layers images share. Shared bytes that
// are counted by layers need no request. But the containerd store may have lost files of
// an image along with another image, which the image list shows.
func (f *Feed) sharingChanged() {
	if !f.askShared() && f.inventory.Engine.Store == model.StoreContainerd {
		f.refreshLater(model.FactImages)
	}
}

// askShared schedules the shared bytes unless they are counted by layers, and reports
// whether it did.
func (f *Feed) askShared() bool {
	if f.inventory.Layered() && f.inventory.Engine.Store != model.StoreUnknown {
		return false
	}
	f.refreshLater(model.FactShared)
	return true
}

// refreshLater schedules facts for when the engine has gone quiet.
func (f *Feed) refreshLater(facts ...model.Fact) {
	var earliest time.Time
	for _, fact := range facts {
		run := f.schedule.runs[fact]
		if fact == model.FactUsage {
			f.usageBehind = run.loads
		}
		if rested := run.ended.Add(run.took * refreshRest); rested.After(earliest) {
			earliest = rested
		}
	}
	f.refresh.later(time.Now(), earliest, facts...)
}
