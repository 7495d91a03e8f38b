package model_test

import (
	"testing"
	"time"

	"jettison/model"
)

// An inventory is as new as its list or, while events are followed, nearly as now.
func TestSnapshotAsOf(t *testing.T) {
	t.Parallel()
	taken := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	inv := model.NewInventory(model.Engine{}, taken, nil, nil, nil)
	for name, c := range map[string]struct {
		snapshot model.Snapshot
		images   model.Status
		now      time.Duration // after it was taken
		want     time.Duration
	}{
		"not connected yet":            {model.Snapshot{Link: model.LinkConnecting}, model.StatusReady, time.Hour, 0},
		"live":                         {model.Snapshot{Link: model.LinkLive}, model.StatusReady, time.Hour, time.Hour - time.Second},
		"live, just taken":             {model.Snapshot{Link: model.LinkLive}, model.StatusReady, time.Millisecond, 0},
		"stale":                        {model.Snapshot{Link: model.LinkStale, StaleFrom: taken.Add(time.Minute)}, model.StatusReady, time.Hour, time.Minute - time.Second},
		"live, the list is read again": {model.Snapshot{Link: model.LinkLive}, model.StatusLoading, time.Hour, 0},
		"live, the list failed":        {model.Snapshot{Link: model.LinkLive}, model.StatusFailed, time.Hour, 0},
	} {
		c.snapshot.Inventory = inv
		c.snapshot.Facts[model.FactImages].Status, c.snapshot.Facts[model.FactContainers].Status = c.images, model.StatusReady
		if got := c.snapshot.AsOf(taken.Add(c.now)).Sub(taken); got != c.want {
			t.Errorf("%s: %s after it was taken, want %s", name, got, c.want)
		}
	}
}
