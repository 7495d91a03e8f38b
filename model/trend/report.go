package trend

import (
	"slices"
	"time"
)

// Report is what a history tells of the time since a moment. It is never changed.
type Report struct {
	From, To time.Time
	Samples  []Sample // the oldest first
	Growth   Growth   // of all bytes
	Full     Full
	Marks    []Mark
	// Repositories are those that grow, the fastest first.
	Repositories []RepositoryGrowth
}

// Report tells of the time since now less the length, of all time when that is
// zero. It begins with the first sample where there is none before. Samples of a time
// to come, of when the clock was wrong, are left out.
func (h *History) Report(length time.Duration, now time.Time) Report {
	samples := h.Samples
	for len(samples) > 0 && samples[len(samples)-1].At.After(now) {
		samples = samples[:len(samples)-1]
	}
	all, r := len(samples), Report{To: now}
	if length > 0 {
		r.From = now.Add(-length)
		first := slices.IndexFunc(samples, func(s Sample) bool { return !s.At.Before(r.From) })
		if first < 0 {
			first = len(samples)
		}
		samples = samples[first:]
	}
	if len(samples) == 0 {
		return r
	}
	newest := &samples[len(samples)-1]
	if len(samples) == all {
		r.From = samples[0].At
	}
	r.Samples = samples
	removals := slices.DeleteFunc(slices.Clone(h.Removals), func(removal Removal) bool { return removal.At.Before(r.From) })
	points := totals(samples, (*Sample).Total)
	r.Growth = grow(points, removals, bandOf(points))
	r.Full = fills(newest, r.Growth, now)
	r.Marks = marks(points, removals)
	r.Repositories = fastest(samples, removals)
	return r
}
