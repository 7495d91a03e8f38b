package inventory

import (
	"testing"
	"time"

	"jettison/model"
)

func TestRefreshWaitsForQuiet(t *testing.T) {
	start := time.Unix(1000, 0)
	var r delayedRefresh
	r.putOff(start)
	if r.isDue(start.Add(time.Hour)) {
		t.Error("nothing was asked for")
	}
	r.later(start, time.Time{}, model.FactUsage)
	r.putOff(start.Add(time.Second))
	if r.isDue(start.Add(refreshQuiet)) || !r.isDue(start.Add(time.Second+refreshQuiet)) {
		t.Errorf("due at %v", r.at)
	}
	r.later(start, start.Add(time.Hour), model.FactUsage, model.FactShared)
	if r.isDue(start.Add(59*time.Minute)) || !r.isDue(start.Add(time.Hour)) {
		t.Errorf("a slow engine is asked at %v", r.at)
	}
	if got := r.take(); len(got) != 2 || r.isDue(start.Add(2*time.Hour)) {
		t.Errorf("took %v", got)
	}
}
