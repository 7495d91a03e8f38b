package model_test

import (
	"strings"
	"testing"
	"time"

	"jettison/model"
)

func TestVolumeNaming(t *testing.T) {
	t.Parallel()
	hex := strings.Repeat("0123456789abcdef", 4)
	for _, tt := range []struct {
		volume model.Volume
		want   model.Naming
	}{
		{model.Volume{Name: "shop"}, model.NamedVolume},
		{model.Volume{Name: hex}, model.AnonymousByName},
		{model.Volume{Name: hex[1:]}, model.NamedVolume},
		{model.Volume{Name: strings.ToUpper(hex)}, model.NamedVolume},
		{model.Volume{Name: hex, Labels: map[string]string{"com.docker.volume.anonymous": ""}}, model.AnonymousByLabel},
		{model.Volume{Name: "shop", Labels: map[string]string{"com.docker.volume.anonymous": ""}}, model.AnonymousByLabel},
	} {
		if got := tt.volume.Naming(); got != tt.want {
			t.Errorf("%s: got %d, want %d", tt.volume.Name, got, tt.want)
		}
	}
}

// A container holds each volume that it mounts once, however often it mounts it.
func TestVolumeUsers(t *testing.T) {
	t.Parallel()
	containers := []*model.Container{
		{ID: "2", Name: "db", State: model.StateRunning, Volumes: []string{"data", "data"}},
		{ID: "1", Name: "old", State: model.StateExited, Volumes: []string{"data", "logs"}},
	}
	inv := model.NewInventory(model.Engine{}, time.Time{}, nil, containers, nil)
	if inv.VolumesListed() {
		t.Error("volumes are listed that nobody told")
	}
	inv = inv.WithVolumes([]*model.Volume{{Name: "logs"}, {Name: "data"}, {Name: "spare"}})
	for name, want := range map[string]struct {
		users int
		state model.VolumeState
	}{"data": {2, model.VolumeRunning}, "logs": {1, model.VolumeStopped}, "spare": {0, model.VolumeUnused}} {
		v, ok := inv.Volume(name)
		if !ok {
			t.Fatalf("there is no %s", name)
		}
		if users := inv.VolumeUsers(name); len(users) != want.users || inv.VolumeState(v) != want.state {
			t.Errorf("%s: %d users, state %d", name, len(users), inv.VolumeState(v))
		}
	}
	if _, ok := inv.Volume("none"); ok {
		t.Error("there is a volume that nobody listed")
	}
	if thing, ok := inv.Thing(model.VolumeTarget("data")); !ok || thing.Called() != "data" {
		t.Errorf("found %v", thing)
	}
}
