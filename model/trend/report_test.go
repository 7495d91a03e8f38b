package trend_test

import (
	"testing"
	"time"

	"jettison/model/trend"
)

// A sample taken while the clock was wrong does not hide the others.
func TestSampleToCome(t *testing.T) {
	t.Parallel()
	h := line(day, 1, 2, 3)
	wrong := h.Samples[0]
	wrong.At = now.AddDate(4, 0, 0)
	h.Samples = append(h.Samples, wrong)
	if r := h.Report(trend.Month.Length(), now); len(r.Samples) != 3 || !r.To.Equal(now) || r.Growth.PerWeek != 7e9 {
		t.Errorf("%d samples until %v grow %+v", len(r.Samples), r.To, r.Growth)
	}
}

func TestWindow(t *testing.T) {
	t.Parallel()
	h := line(day, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10)
	r := h.Report(3*day, now)
	if len(r.Samples) != 4 || !r.From.Equal(now.Add(-3*day)) || !r.To.Equal(now) {
		t.Errorf("%d samples from %v to %v", len(r.Samples), r.From, r.To)
	}
	r = h.Report(trend.Year.Length(), now)
	if len(r.Samples) != 10 || !r.From.Equal(now.Add(-9*day)) {
		t.Errorf("%d samples from %v", len(r.Samples), r.From)
	}
	if r = h.Report(time.Hour, now.Add(time.Hour+1)); len(r.Samples) != 0 || r.Growth.Known {
		t.Errorf("nothing was sampled, but %+v", r)
	}
}
