package model_test

import (
	"testing"

	"jettison/model"
	"jettison/model/modeltest"
)

func TestPercent(t *testing.T) {
	tests := []struct {
		totals model.Totals
		want   int64
		ok     bool
	}{
		{model.Totals{Size: 200, Reclaimable: 199}, 99, true},
		{model.Totals{Size: 1 << 40, Reclaimable: 1 << 40}, 100, true},
		{model.Totals{Size: 200}, 0, true},
		{model.Totals{Size: 17, Reclaimable: 23}, 100, true},
		{model.Totals{}, 0, false},
		{model.Totals{Size: model.Unknown, Reclaimable: 5}, 0, false},
		{model.Totals{Size: 5, Reclaimable: model.Unknown}, 0, false},
	}
	for _, tt := range tests {
		if got, ok := tt.totals.Percent(); got != tt.want || ok != tt.ok {
			t.Errorf("%+v: %d%%, %v", tt.totals, got, ok)
		}
	}
}

func TestUsageFromTheLists(t *testing.T) {
	measured := modeltest.Developer(3, now).Inventory()
	var s model.Snapshot
	s.Inventory = measured
	if usage, ok := s.KnownUsage(); usage != measured.Usage || !ok {
		t.Error("what was measured counts")
	}

	s.Inventory = measured.WithUsage(nil)
	usage, ok := s.KnownUsage()
	nothing := model.Totals{Count: -1, Active: -1, Size: -1, Reclaimable: -1}
	if ok || usage.Images != nothing || usage.Containers != nothing {
		t.Errorf("nothing was listed, but %+v", usage)
	}

	s.Facts[model.FactImages].At = now
	usage, _ = s.KnownUsage()
	if want := (model.Totals{Count: measured.Usage.Images.Count, Active: -1, Size: -1, Reclaimable: -1}); usage.Images != want {
		t.Errorf("images without containers: %+v", usage.Images)
	}

	// Once all is listed, only the size of all layers and what no list has is
	// missing.
	s.Facts[model.FactContainers].At = now
	usage, _ = s.KnownUsage()
	want := measured.Usage.Images
	want.Size = model.Unknown
	if usage.Images != want || usage.Containers != measured.Usage.Containers || usage.Volumes != nothing || usage.BuildCache != nothing {
		t.Errorf("got %+v, the engine measures %+v", usage, measured.Usage)
	}
}

func TestUsageFromListsWithoutSizes(t *testing.T) {
	lone := img("lone", "", "lone:1")
	lone.SharedSize = model.Unknown
	s := model.Snapshot{Inventory: inventory(model.StoreGraph, []*model.Image{img("app", "", "app:1"), lone, img("zoo", "", "zoo:1")},
		container("a", "app", model.StateRunning), container("b", "app", model.StateExited)).WithUsage(nil)}
	s.Facts[model.FactImages].At, s.Facts[model.FactContainers].At = now, now
	usage, _ := s.KnownUsage()
	if want := (model.Totals{Count: 3, Active: 1, Size: -1, Reclaimable: -1}); usage.Images != want {
		t.Errorf("images %+v", usage.Images)
	}
	if want := (model.Totals{Count: 2, Active: 1, Size: -1, Reclaimable: -1}); usage.Containers != want {
		t.Errorf("containers %+v", usage.Containers)
	}
}
