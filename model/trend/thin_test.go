package trend_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jettison/model/trend"
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

const day = 24 * time.Hour

// moments draws times before now, the oldest first.
func moments(t *rapid.T) []time.Time {
	ago := rapid.SliceOfN(rapid.Int64Range(-3600, 3*365*86400), 0, 400).Draw(t, "seconds ago")
	slices.Sort(ago)
	slices.Reverse(ago)
	at := make([]time.Time, len(ago))
	for i, seconds := range ago {
		at[i] = now.Add(-time.Duration(seconds) * time.Second)
	}
	return at
}

func thinned(at []time.Time, now time.Time) []time.Time {
	var left []time.Time
	for i, stays := range trend.Thin(at, now) {
		if stays {
			left = append(left, at[i])
		}
	}
	return left
}

func TestThin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := moments(t)
		left := thinned(at, now)
		if len(at) > 0 && (len(left) == 0 || !left[len(left)-1].Equal(at[len(at)-1])) {
			t.Fatal("the newest is gone")
		}
		if !slices.IsSortedFunc(left, time.Time.Compare) {
			t.Fatal("they are out of order")
		}
		if again := thinned(left, now); !slices.Equal(again, left) {
			t.Fatalf("thinned again, %d became %d", len(left), len(again))
		}
		const most = 8*24 + 1 + 366 + 2*53
		if len(left) > most {
			t.Fatalf("%d are left of %d", len(left), len(at))
		}
		// To thin day by day is to thin at once.
		stepwise := at
		for before := 5; before >= 0; before-- {
			stepwise = thinned(stepwise, now.Add(-time.Duration(before)*40*day))
		}
		for _, one := range left {
			if !slices.Contains(stepwise, one) {
				t.Fatalf("%v went on the way", one)
			}
		}
	})
}

func TestThinKeepsTheLastOfEach(t *testing.T) {
	t.Parallel()
	at := func(ago time.Duration) time.Time { return now.Add(-ago) }
	all := []time.Time{
		at(500*day + 2*time.Hour), at(500 * day), // in one week
		at(100*day + 2*time.Hour), at(100 * day), // in one day
		at(3*day + 10*time.Minute), at(3*day + 5*time.Minute), at(3 * day), // two in one hour
		at(time.Minute), at(0),
	}
	want := []bool{false, true, false, true, false, true, true, true, true}
	if got := trend.Thin(all, now); !slices.Equal(got, want) {
		t.Errorf("got %v", got)
	}
}
