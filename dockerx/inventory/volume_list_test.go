package inventory

import (
	"testing"
	"time"

	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
)

// withVolumes is a world with a volume that a container mounts and one that the engine does not
// measure.
func withVolumes(now time.Time) *modeltest.World {
	w := modeltest.New(3, now)
	image := w.Build(modeltest.Recipe{Tags: []string{"db:1"}, Created: now.Add(-time.Hour)})
	w.Volumes = []*modeltest.Volume{
		{Name: "data", Size: 5e6, Created: now.Add(-time.Hour).Truncate(time.Second), Labels: map[string]string{"com.docker.compose.project": "shop"}},
		{Name: "share", Created: now.Add(-time.Hour), Options: map[string]string{"type": "nfs"}},
	}
	w.Run(modeltest.Start{Image: image, Name: "db", Volumes: []string{"data"}})
	return w
}

// Volumes are listed with their containers, sizes follow with the disk usage, and a list that
// fails or hangs keeps nothing else from being known.
func TestVolumesAreListed(t *testing.T) {
	for name, o := range engines() {
		t.Run(name, func(t *testing.T) {
			withFeed(t, withVolumes, o, nil, func(r *rig) {
				got := r.until("the volumes", func(s model.Snapshot) bool {
					return s.Facts[model.FactVolumes].Status == model.StatusReady && s.Facts[model.FactUsage].Status == model.StatusReady && s.Facts[model.FactContainers].Status == model.StatusReady
				}).Inventory
				data, ok := got.Volume("data")
				if !ok || data.Size != 5e6 || data.Project() != "shop" || data.Created.IsZero() || data.Mountpoint == "" {
					t.Errorf("%+v", data)
				}
				if users := got.VolumeUsers("data"); len(users) != 1 || users[0].Name != "db" {
					t.Errorf("used by %v", users)
				}
				share, ok := got.Volume("share")
				if !ok || share.Size != model.Unknown || share.Options["type"] != "nfs" {
					t.Errorf("%+v", share)
				}
			})
		})
	}
}

func TestVolumesThatCannotBeListed(t *testing.T) {
	fail := func(e *sim.Engine) {
		e.Inject(sim.Fault{Match: sim.Match{Method: "GET", Path: "/volumes"}, Message: "no such driver"})
	}
	withFeed(t, withVolumes, sim.Options{}, fail, func(r *rig) {
		got := r.until("the volumes", func(s model.Snapshot) bool {
			return s.Facts[model.FactVolumes].Status == model.StatusFailed && s.Facts[model.FactContainers].Status == model.StatusReady
		})
		if got.Inventory.VolumesListed() || got.Facts[model.FactVolumes].Problem == nil {
			t.Errorf("%+v", got.Facts[model.FactVolumes])
		}
	})
}
