package model

import (
	"testing"
	"time"

	"jettison/model/size"
)

// Podman, which has no ID, is told by where it is and where it keeps its images.
func TestListScope(t *testing.T) {
	podman := Engine{Product: "Podman", Host: "unix:///run/podman.sock", Machine: "vm", Root: "/var/lib/containers/storage", Store: StorePodman}
	other := podman
	other.Root = "/home/user/.local/share/containers/storage"
	unknown := podman
	unknown.Root = ""
	if podman.ListScope() == "" || podman.ListScope() == other.ListScope() || unknown.ListScope() != "" {
		t.Errorf("%q, %q, %q", podman.ListScope(), other.ListScope(), unknown.ListScope())
	}
	if got := (Engine{ID: "one", Root: "/var/lib/docker", Store: StoreGraph}).ListScope(); got != "one" {
		t.Errorf("%q", got)
	}
}

// TestBounds is about what the shared size of an engine says of what comes
// back at least.
func TestBounds(t *testing.T) {
	image := &Image{ID: "sha256:a", Size: 100, SharedSize: 40}
	for _, test := range []struct {
		engine Engine
		least  int64
	}{
		{Engine{Store: StoreGraph, Version: "20.10.24"}, 60},
		{Engine{Store: StoreContainerd, Version: "29.0.1"}, 60},
		{Engine{Store: StoreContainerd, Version: "28.5.2"}, 0},
		{Engine{Store: StoreContainerd, Version: "dev"}, 0},
		{Engine{Store: StorePodman, Version: "5.4.0"}, 0},
	} {
		inv := NewInventory(test.engine, time.Time{}, []*Image{image}, nil, &Usage{})
		marks := NewMarks(inv)
		marks.Set(ImageKey(image.ID, ""), true)
		plan := NewPlan(inv, []Key{ImageKey(image.ID, "")}, nil)
		want := size.Range{Min: test.least, Max: 100, About: test.engine.Store != StoreGraph}
		if marks.Reclaim() != want || plan.Reclaim != want {
			t.Errorf("%s %s: marks %+v, plan %+v, want %+v", test.engine.Store, test.engine.Version, marks.Reclaim(), plan.Reclaim, want)
		}
	}
}
