package trend_test

import (
	"slices"
	"testing"
	"time"

	"jettison/model"
	"jettison/model/trend"
)

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
	h.Removals[1].AtMost, want[0].AtMost = model.Unknown, model.Unknown
	if got := h.Report(0, now).Marks; !slices.Equal(got, want) {
		t.Errorf("with a size that is not known: %+v", got)
	}
	if got := h.Report(2*day, now).Marks; !slices.Equal(got, want[1:]) {
		t.Errorf("of the last days: %+v", got)
	}
}
