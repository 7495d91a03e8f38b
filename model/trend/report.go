package trend

import (
	"slices"
	"time"
)

// History is what is known of one engine over time. Its slices are read-only.
type History struct {
	Samples  []Sample  // the oldest first
	Removals []Removal // the oldest first
	Skipped  int       // lines that could not be read
	MadeUp   bool      // it is the demo's
}

// Window is how much of a history is looked at.
type Window uint8

// The windows, from the shortest on.
const (
	Week Window = iota
	Month
	Quarter
	Year
	All
	WindowCount
)

// String is the window's name.
func (w Window) String() string {
	return [...]string{"week", "month", "quarter", "year", "all", ""}[min(w, WindowCount)]
}

// Length is how long the window is; zero for All.
func (w Window) Length() time.Duration {
	return [...]time.Duration{week, 30 * day, 91 * day, 365 * day, 0, 0}[min(w, WindowCount)]
}

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
