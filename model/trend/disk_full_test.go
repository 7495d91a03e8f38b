package trend_test

import (
	"testing"

	"jettison/model/trend"
)

func TestFull(t *testing.T) {
	t.Parallel()
	h := line(day, 10, 11, 12, 13)
	if full := h.Report(0, now).Full; !full.Known || full.Days != 70 || !full.At.Equal(now.Add(70*day)) {
		t.Errorf("at 1 GB a day 70 GB last %+v", full)
	}
	// What was free then has been filled since.
	if full := h.Report(0, now.Add(30*day)).Full; full.Days != 40 {
		t.Errorf("a month later: %+v", full)
	}
	if full := h.Report(0, now.Add(300*day)).Full; full.Days != 0 {
		t.Errorf("a year later: %+v", full)
	}
	flat := line(day, 10, 10, 10)
	if full := flat.Report(0, now).Full; full.Known || full.Why != trend.ReasonNoGrowth {
		t.Errorf("flat: %+v", full)
	}
	slow := line(day, 10, 10, 10.001)
	if full := slow.Report(0, now).Full; full.Known || full.Why != trend.ReasonFar {
		t.Errorf("slow: %+v", full)
	}
	h.Samples[3].Disk = trend.UnknownDisk()
	if full := h.Report(0, now).Full; full.Known || full.Why != trend.ReasonUnmeasured {
		t.Errorf("elsewhere: %+v", full)
	}
}
