package inventory

import (
	"slices"
	"time"

	"jettison/dockerx"
	"jettison/model"
)

// openLink opens the event stream and follows it. The first time it requests the events
// since the feed began, by the engine's clock, so that nothing is missed between the first
// list and the opening of the stream.
func (f *Feed) openLink() {
	first := f.link.state == model.LinkConnecting
	f.link.begin()
	f.work(func() {
		since := f.began
		if !first {
			since = time.Time{}
		}
		err := f.client.watch(f.ctx, since,
			func() { f.post(f.linkOpened) },
			func(e event) {
				number := f.eventCount.Add(1)
				f.post(func() { f.eventCame(e, number) })
			})
		f.post(func() {
			f.link.broke(time.Now(), dockerx.ProblemOf(err, f.client.Host()))
			for _, cache := range f.references {
				cache.clear()
			}
			f.dirty = true
		})
	})
}

// linkOpened reloads what may have changed while the stream was lost: there are no events
// for that.
func (f *Feed) linkOpened() {
	f.dirty = true
	if lost := f.link.opened(time.Now()); lost {
		f.tagTimesChanged()
		f.want(slices.Concat(f.schedule.failed(), []model.Fact{model.FactEngine, model.FactVolumes}, lists())...)
		f.sharingChanged()
		f.refreshLater(model.FactUsage)
	}
}

// reconciled marks the inventory as current once all lists were read since the stream
// was opened again.
func (f *Feed) reconciled() {
	if f.link.state != model.LinkStale || f.link.openedAt.IsZero() {
		return
	}
	for _, fact := range lists() {
		if run := f.schedule.runs[fact]; run.wanted || run.busy {
			return
		}
	}
	f.link.live()
}
