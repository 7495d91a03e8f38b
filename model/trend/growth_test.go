package trend_test

import (
	"testing"
	"time"

	"jettison/model/trend"
)

func TestGrowth(t *testing.T) {
	t.Parallel()
	var nightly []float64 // half a gigabyte by night, an hour before it is cleaned up
	for range 14 {
		for hour := range 24 {
			nightly = append(nightly, 50+float64(hour)/23)
		}
	}
	for name, tt := range map[string]struct {
		history trend.History
		removal time.Duration // before now; none when zero
		week    float64       // gigabytes
		why     trend.Reason
	}{
		"steady":                        {line(day, 10, 11, 12, 13), 0, 7, trend.ReasonNone},
		"in steps":                      {line(day, 10, 10, 10, 10, 17, 17, 17, 17), 0, 7, trend.ReasonNone},
		"a clean-up between":            {line(day, 10, 11, 5, 6, 7), 0, 7, trend.ReasonNone},
		"a spike of one sample":         {line(day, 10, 10, 30, 10, 10), 0, 20 * 7. / 3, trend.ReasonNone},
		"cleaned up every night":        {line(time.Hour, nightly...), 0, 7 * 24. / 23, trend.ReasonNone},
		"noise adds nothing up":         {line(day, 10, 10.05, 10, 10.05, 10), 0, 0, trend.ReasonNone},
		"shrinks little by little":      {line(day, 10, 9.99, 9.98, 9.97), 0, -0.07, trend.ReasonNone},
		"a small removal":               {line(day, 10, 11, 10.95, 11.95), 36 * time.Hour, 7, trend.ReasonNone},
		"too short":                     {line(time.Hour, 10, 11, 12), 0, 0, trend.ReasonFewSamples},
		"one":                           {line(day, 10), 0, 0, trend.ReasonFewSamples},
		"none":                          {trend.History{}, 0, 0, trend.ReasonNone},
		"each followed by a clean-up":   {line(day, 10, 9, 8, 7), 0, 0, trend.ReasonCleanedUp},
		"hours between several samples": {line(12*time.Hour, 10, 10.5, 11), 0, 7, trend.ReasonNone},
	} {
		if tt.removal > 0 {
			tt.history.Removals = []trend.Removal{{At: now.Add(-tt.removal), Images: 1}}
		}
		report := tt.history.Report(0, now)
		if report.Growth.Why != tt.why || report.Growth.Known == (tt.why != trend.ReasonNone || len(tt.history.Samples) == 0) {
			t.Errorf("%s: %+v", name, report.Growth)
		}
		if got := float64(report.Growth.PerWeek) / 1e9; got < tt.week-0.01 || got > tt.week+0.01 {
			t.Errorf("%s: %.2f GB a week, want %.2f", name, got, tt.week)
		}
	}
}

// A clean-up in the journal hides what was added meanwhile, even if it removed
// less. Of days with one sample left, the other days tell.
func TestGrowthBesideRemovals(t *testing.T) {
	t.Parallel()
	var hours []float64
	for range 7 {
		for hour := range 24 {
			hours = append(hours, 50+float64(hour)/23)
		}
	}
	h := line(time.Hour, hours...)
	old := line(day, 51, 51, 51, 51, 51, 51)
	for i := range old.Samples {
		old.Samples[i].At = old.Samples[i].At.Add(-7 * day)
	}
	h.Samples = append(old.Samples, h.Samples...)
	for night := 14; night >= 0; night-- {
		h.Removals = append(h.Removals, trend.Removal{At: now.Add(-time.Duration(night)*day - 23*time.Hour - 30*time.Minute), Images: 1})
	}
	if got := float64(h.Report(0, now).Growth.PerWeek) / 1e9; got < 7.2 || got > 7.4 {
		t.Errorf("%.2f GB a week", got)
	}
}
