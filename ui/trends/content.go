package trends

import (
	"time"

	"jettison/model/trend"
)

// Content is the report of an engine's samples. It is immutable.
type Content struct {
	Reports [trend.WindowCount]trend.Report
	Now     time.Time
	Skipped int   // lines that could not be read
	MadeUp  bool  // the samples are those of the demo
	Nowhere bool  // there is no place to keep samples
	Problem error // why there are none
}

// NewContent evaluates a history. With many samples this takes as long as a few frames.
func NewContent(history *trend.History, now time.Time) *Content {
	c := &Content{Now: now, Skipped: history.Skipped, MadeUp: history.MadeUp}
	for window := range trend.WindowCount {
		c.Reports[window] = history.Report(window.Length(), now)
	}
	return c
}

// samples returns the number of all samples.
func (c *Content) samples() int { return len(c.Reports[trend.All].Samples) }
