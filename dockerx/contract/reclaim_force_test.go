package contract_test

import (
	"testing"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/enginetest"
	"jettison/dockerx/inventory"
	"jettison/model"
	"jettison/model/modeltest"
)

// TestForceFreesWhatContainersDoNotHold deletes an image by force although a stopped container
// was created from it. The container holds files; the containerd store gives back the archives
// at once.
func TestForceFreesWhatContainersDoNotHold(t *testing.T) {
	t.Parallel()
	const layer = 1 << 20
	w := modeltest.New(6, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	held := w.Build(modeltest.Recipe{
		Tags: []string{repo + "held:1"},
		Add:  []modeltest.Instruction{modeltest.Run("COPY base / # buildkit", layer), modeltest.Run("COPY app / # buildkit", 9000)},
	})
	w.Run(modeltest.Start{Image: held, Name: "holder", State: model.StateExited})
	flavors := []enginetest.Flavor{
		enginetest.Docker28, enginetest.Docker28Containerd, enginetest.Docker29, enginetest.Docker29Containerd,
		enginetest.SimDocker28, enginetest.SimDocker28Containerd, enginetest.SimDocker29Containerd,
	}
	engines.On(t, flavors, w, func(t *testing.T, e *enginetest.Engine) {
		c, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: e.Dial})
		must(t, err)
		t.Cleanup(func() { _ = c.Close() })
		feed := inventory.Follow(t.Context(), c, inventory.FollowOptions{})
		inv := untilMeasured(t, feed, time.Time{})
		image, _ := inv.ByRef(repo + "held:1")
		plan := model.NewPlan(inv, keysOf(t, inv, repo+"held:1"), model.Choices{image.Target(): model.Remedies(0).With(model.RemedyForce)})
		goes := image.Content // of the containerd store; 0 elsewhere
		if plan.Images != 1 || plan.Reclaim.Max != goes || plan.Held.Min > image.Size-goes || plan.Held.Max < image.Size-goes {
			t.Errorf("the plan frees %v of %d bytes of archives, and %v are held", plan.Reclaim, goes, plan.Held)
		}
		var disk int64
		if e.Flavor.Real() {
			disk = e.LayersOnDisk(t)
		}
		progress := executeAll(t, c, plan)
		removed := time.Now() // what was measured while it ran does not count
		feed.Reload(model.FactUsage)
		after := untilMeasured(t, feed, removed)
		if e.Flavor.Real() {
			const blocks = 64 << 10 // of folders and of what does not fill a block
			if gave := disk - e.LayersOnDisk(t); gave < goes || gave > goes+blocks {
				t.Errorf("the disk gave back %d bytes of %d", gave, goes)
			}
		}
		fell := inv.Usage.Images.Size - after.Usage.Images.Size
		if counts := e.Flavor.Like() == enginetest.Docker28Containerd; counts != (fell == goes) {
			t.Errorf("the figure of the engine fell by %d, archives take %d", fell, goes)
		}
		report := model.CompareReclaim(inv, after, progress)
		if back, known := report.CameBack(); !known || back.Min > goes || back.Max < goes || back.Max > fell {
			t.Errorf("%v (%t) came back of %d, the engine's figure fell by %d", back, known, goes, fell)
		}
	})
}
