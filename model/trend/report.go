package trend

import (
	"slices"
	"time"
)

// Report sums up a history since a moment. It is immutable.
type Report struct {
	From, To time.Time
	Samples  []Sample // the oldest first
	Growth   Growth   // of all bytes
	Full     Full
	Marks    []Mark
	// Repositories are those that grow, the fastest first.
	Repositories []RepositoryGrowth
}

// Report covers a length of time until now, or all time if length is 0. It
// starts at the first sample if there is none before. It leaves out samples from
// the future, taken while the clock was wrong.
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
