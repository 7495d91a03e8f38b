package trends

import (
	"time"

	"jettison/model/trend"
)

// Content is what the samples of an engine tell. It is never changed.
type Content struct {
	Reports [trend.WindowCount]trend.Report
	Now     time.Time
	Skipped int   // lines that could not be read
	MadeUp  bool  // it is the demo's
	Nowhere bool  // there is no place to keep samples
	Problem error // why there are none
}

// NewContent works out what a history tells. It takes as long as a few frames when
// there are many samples.
func NewContent(history *trend.History, now time.Time) *Content {
	c := &Content{Now: now, Skipped: history.Skipped, MadeUp: history.MadeUp}
	for window := range trend.WindowCount {
		c.Reports[window] = history.Report(window.Length(), now)
	}
	return c
}

// samples is how many there are in all.
func (c *Content) samples() int { return len(c.Reports[trend.All].Samples) }
