package trend_test

import (
	"fmt"
	"slices"
	"testing"

	"jettison/model/trend"
)

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
