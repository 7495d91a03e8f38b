package inventory

import (
	"context"
	"slices"
	"time"

	"jettison/model"
)

// Measuring says which disk usage is good enough.
type Measuring struct {
	// Anew wants one that the engine begins to measure after the call. Otherwise one that
	// is there will do, if nothing is known to have changed since.
	Anew bool
	// Patience is how long to wait; 0 takes only what is there. A measurement that took
	// longer the last time is not begun for it.
	Patience time.Duration
}

// measurement is a disk usage that somebody waits for.
type measurement struct {
	after    int // only loads of the disk usage that began after so many count
	patience time.Duration
	measured chan *model.Inventory // gets the inventory, or nil when it can't be measured
}

// Measure returns the inventory with a disk usage; nil when there is none in time, or the
// engine fails to measure. It may be called from any goroutine.
func (f *Feed) Measure(ctx context.Context, o Measuring) *model.Inventory {
	switch {
	case f.without[model.FactUsage]:
		return nil
	case f.measuresOnlyCache():
		return f.measureImages(ctx, o.Patience)
	}
	m := &measurement{patience: o.Patience, measured: make(chan *model.Inventory, 1)}
	f.post(func() {
		m.after = f.usageBehind
		if o.Anew {
			m.after = f.schedule.runs[model.FactUsage].loads
		}
		f.measurements = append(f.measurements, m)
	})
	late := time.NewTimer(max(o.Patience, leastPatience))
	defer late.Stop()
	select {
	case inventory := <-m.measured:
		return inventory
	case <-late.C:
	case <-ctx.Done():
	case <-f.done:
		return nil
	}
	f.post(func() {
		f.measurements = slices.DeleteFunc(f.measurements, func(other *measurement) bool { return other == m })
	})
	return nil
}

// leastPatience is enough to be answered with what is there.
const leastPatience = 100 * time.Millisecond

// measuresOnlyCache reports whether the disk usage that the feed loads leaves out the images.
func (f *Feed) measuresOnlyCache() bool { return f.cacheOnly && f.client.AtLeast("1.42") }

// measureImages has the images and the build cache measured beside the facts of the feed.
func (f *Feed) measureImages(ctx context.Context, patience time.Duration) *model.Inventory {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	found, err := f.client.diskUsage(ctx, usageImages, usageCache)
	if err != nil {
		return nil
	}
	return f.Inventory().WithUsage(found.usage)
}

// answerMeasurements answers those who wait for a disk usage, or has it loaded for them.
func (f *Feed) answerMeasurements() {
	run := &f.schedule.runs[model.FactUsage]
	f.measurements = slices.DeleteFunc(f.measurements, func(m *measurement) bool {
		failed := f.schedule.states[model.FactUsage].Status == model.StatusFailed
		switch {
		case run.loaded > m.after:
			m.measured <- f.inventory
			return true
		case run.busy && run.loads > m.after && m.patience > 0:
			return false
		case run.took > m.patience, m.patience == 0, failed && run.loads > m.after:
			m.measured <- nil
			return true
		}
		f.want(model.FactUsage)
		return false
	})
}
