package trend_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/trend"
)

// line is a history with one sample each step before now, of so many gigabytes.
func line(step time.Duration, gigabytes ...float64) trend.History {
	var h trend.History
	for i, gb := range gigabytes {
		h.Samples = append(h.Samples, trend.Sample{
			At: now.Add(-step * time.Duration(len(gigabytes)-1-i)), Images: trend.Totals{Count: 1, Size: int64(gb * 1e9)},
			Containers: nothing(), Volumes: nothing(), BuildCache: nothing(), Disk: trend.Disk{Size: 200e9, Free: 70e9},
		})
	}
	return h
}

func nothing() trend.Totals {
	return trend.Totals{Count: model.Unknown, Size: model.Unknown, Reclaimable: model.Unknown}
}

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
		why     string
	}{
		"steady":                        {line(day, 10, 11, 12, 13), 0, 7, ""},
		"in steps":                      {line(day, 10, 10, 10, 10, 17, 17, 17, 17), 0, 7, ""},
		"a clean-up between":            {line(day, 10, 11, 5, 6, 7), 0, 7, ""},
		"a spike of one sample":         {line(day, 10, 10, 30, 10, 10), 0, 20 * 7. / 3, ""},
		"cleaned up every night":        {line(time.Hour, nightly...), 0, 7 * 24. / 23, ""},
		"noise adds nothing up":         {line(day, 10, 10.05, 10, 10.05, 10), 0, 0, ""},
		"shrinks little by little":      {line(day, 10, 9.99, 9.98, 9.97), 0, -0.07, ""},
		"a small removal":               {line(day, 10, 11, 10.95, 11.95), 36 * time.Hour, 7, ""},
		"too short":                     {line(time.Hour, 10, 11, 12), 0, 0, "there are no samples of a whole day"},
		"one":                           {line(day, 10), 0, 0, "there are no samples of a whole day"},
		"none":                          {trend.History{}, 0, 0, ""},
		"each followed by a clean-up":   {line(day, 10, 9, 8, 7), 0, 0, "something was cleaned up between nearly all samples"},
		"hours between several samples": {line(12*time.Hour, 10, 10.5, 11), 0, 7, ""},
	} {
		if tt.removal > 0 {
			tt.history.Removals = []trend.Removal{{At: now.Add(-tt.removal), Images: 1}}
		}
		report := tt.history.Report(0, now)
		if report.Growth.Why != tt.why || report.Growth.Known == (tt.why != "" || len(tt.history.Samples) == 0) {
			t.Errorf("%s: %+v", name, report.Growth)
		}
		if got := float64(report.Growth.PerWeek) / 1e9; got < tt.week-0.01 || got > tt.week+0.01 {
			t.Errorf("%s: %.2f GB a week, want %.2f", name, got, tt.week)
		}
	}
}

// A clean-up that the journal has hides what came meanwhile, also where it took less:
// of days of which only the last sample is left, the others tell.
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
	if full := flat.Report(0, now).Full; full.Known || full.Why != "it does not grow" {
		t.Errorf("flat: %+v", full)
	}
	slow := line(day, 10, 10, 10.001)
	if full := slow.Report(0, now).Full; full.Known || !strings.Contains(full.Why, "ten years") {
		t.Errorf("slow: %+v", full)
	}
	h.Samples[3].Disk = trend.UnknownDisk()
	if full := h.Report(0, now).Full; full.Known || !strings.Contains(full.Why, "can't be measured") {
		t.Errorf("elsewhere: %+v", full)
	}
}

func TestMarks(t *testing.T) {
	t.Parallel()
	h := line(day, 10, 11, 5, 6, 6)
	ago := func(d time.Duration) time.Time { return now.Add(-d) }
	h.Removals = []trend.Removal{
		{ago(10 * day), 1, 1e9}, {ago(60 * time.Hour), 2, 4e9}, {ago(50 * time.Hour), 3, 5e9}, {ago(time.Hour), 1, 1e9},
	}
	want := []trend.Mark{
		{ago(50 * time.Hour), 2, 5, 9e9, 6e9},
		{ago(time.Hour), 1, 1, 1e9, model.Unknown},
	}
	if got := h.Report(0, now).Marks; !slices.Equal(got, want) {
		t.Errorf("got %+v", got)
	}
	if got := h.Report(2*day, now).Marks; !slices.Equal(got, want[1:]) {
		t.Errorf("of the last days: %+v", got)
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

// A sample of when the clock was wrong does not hide the others.
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

func TestFastestRepositories(t *testing.T) {
	t.Parallel()
	h := line(day, 1, 2, 3, 4, 5)
	of := func(name string, gb float64, about bool) trend.Repository {
		return trend.Repository{Name: name, Images: 2, Bytes: int64(gb * 1e9), About: about}
	}
	for i := range h.Samples {
		n := float64(i)
		h.Samples[i].Repositories = []trend.Repository{of("steady", 10+n, false), of("flat", 3, false)}
		if i >= 3 {
			h.Samples[i].Repositories = append(h.Samples[i].Repositories, of("new", 8, false))
		}
		if i < 2 {
			h.Samples[i].Repositories = append(h.Samples[i].Repositories, of("gone", 2*n, false))
		}
		// Its layers were not known at first.
		h.Samples[i].Repositories = append(h.Samples[i].Repositories, of("recounted", 20-15*min(n, 1)+n/10, i < 1))
	}
	var got []string
	for _, r := range h.Report(0, now).Repositories {
		got = append(got, fmt.Sprintf("%s %d %d %.1f", r.Name, r.Images, r.Bytes/1e9, float64(r.PerWeek)/1e9))
	}
	want := []string{"new 2 8 14.0", "steady 2 14 7.0", "gone 0 0 4.7", "recounted 2 5 0.7"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	// A sample that does not name all tells nothing of those.
	h.Samples[2].Others.Repositories = 5
	h.Samples[2].Repositories = h.Samples[2].Repositories[:1]
	for _, r := range h.Report(0, now).Repositories {
		if r.Name == "flat" {
			t.Errorf("it was left out once, and grows %d", r.PerWeek)
		}
	}
}

// A sample has the figures of the disk pane and of `jettison df`.
func TestTake(t *testing.T) {
	t.Parallel()
	inv := modeltest.Developer(1, now).Inventory()
	s := trend.Take(inv, now, trend.Disk{Size: 9, Free: 8})
	u := inv.Usage
	if want := u.Images.Size + u.Containers.Size + u.Volumes.Size + u.BuildCache.Size; s.Total() != want || s.About {
		t.Errorf("it takes %d, want %d", s.Total(), want)
	}
	if want := u.Images.Reclaimable + u.Containers.Reclaimable + u.Volumes.Reclaimable + u.BuildCache.Reclaimable; s.Reclaimable() != want {
		t.Errorf("%d can be reclaimed, want %d", s.Reclaimable(), want)
	}
	images := map[string]map[*model.Image]bool{}
	for _, row := range inv.Rows() {
		if images[row.Repo] == nil {
			images[row.Repo] = map[*model.Image]bool{}
		}
		images[row.Repo][row.Image] = true
	}
	if len(s.Repositories) != len(images) || s.Others.Repositories != 0 {
		t.Fatalf("%d repositories, want %d", len(s.Repositories), len(images))
	}
	for _, r := range s.Repositories {
		layers := map[model.ChainID]bool{}
		want := int64(0)
		for image := range images[r.Name] {
			for layer := image.Top; layer != nil; layer = layer.Below {
				if !layers[layer.ID] {
					layers[layer.ID] = true
					want += inv.LayerSizes().Of(layer).Min
				}
			}
		}
		if r.Bytes != want || r.About || r.Images != len(images[r.Name]) {
			t.Errorf("%s has %+v, want %d bytes of %d images", r.Name, r, want, len(images[r.Name]))
		}
	}
	few := s.Bounded(3)
	if len(few.Repositories) != 3 || few.Others.Repositories != len(s.Repositories)-3 || few.Others.Bytes <= 0 {
		t.Errorf("of three it has %+v", few.Others)
	}
}

// Where layers are not known, a repository is the sum of its images.
func TestTakeWithoutLayers(t *testing.T) {
	t.Parallel()
	inv := modeltest.Developer(1, now).Inventory().WithLayerSizes(nil)
	images := make([]*model.Image, 0, len(inv.Images()))
	for _, image := range inv.Images() {
		bare := *image
		bare.Top, bare.Layered = nil, false
		images = append(images, &bare)
	}
	s := trend.Take(inv.WithImages(now, images), now, trend.UnknownDisk())
	for _, r := range s.Repositories {
		if !r.About || r.Bytes <= 0 {
			t.Errorf("%+v", r)
		}
	}
}
