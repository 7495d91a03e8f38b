package model_test

import (
	"testing"

	"jettison/model"
)

func TestImageName(t *testing.T) {
	app := img("app", "", "app:1", "nginx:latest")
	app.Digests = []string{"app@sha256:1111111111111111111111111111111111111111111111111111111111111111"}
	other := img("other", "", "app:2")
	tests := []struct {
		image, ref string
		name, was  string
		named      bool
	}{
		{"app", "app:1", "app:1", "", true},
		{"app", "nginx", "nginx", "", true},
		{"app", "docker.io/library/nginx:latest", "docker.io/library/nginx:latest", "", true},
		{"app", app.Digests[0], app.Digests[0], "", true},
		{"app", "app:2", id("app").Short(), "app:2", false},
		{"app", "app:gone", id("app").Short(), "app:gone", false},
		{"app", string(id("app")), id("app").Short(), "", false},
		{"app", id("app").Short(), id("app").Short(), "", false},
		{"gone", "app:1", id("gone").Short(), "app:1", false},
		{"app", "", id("app").Short(), "", false},
	}
	for _, tt := range tests {
		c := container("x", tt.image, model.StateRunning)
		c.ImageRef = tt.ref
		inv := inventory(model.StoreGraph, []*model.Image{app, other}, c)
		name, named := inv.ImageName(c)
		if was := inv.WasNamed(c); name != tt.name || named != tt.named || was != tt.was {
			t.Errorf("%s from %q: %q %v, was %q", tt.image, tt.ref, name, named, was)
		}
	}
}

func TestStatesAreRanked(t *testing.T) {
	order := []model.ContainerState{
		model.StateRunning, model.StateRestarting, model.StatePaused, model.StateCreated, model.StateExited,
		model.StateRemoving, model.StateDead, "unheard-of",
	}
	for i := 1; i < len(order); i++ {
		if order[i-1].Rank() >= order[i].Rank() {
			t.Errorf("%s is not before %s", order[i-1], order[i])
		}
	}
}
