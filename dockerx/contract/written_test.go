package contract_test

import (
	"testing"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/enginetest"
	"jettison/dockerx/inventory"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/size"
)

// TestWrittenBytesComeBack removes an image with its stopped container, and a container alone.
// What they have written is in no list: it is measured for the plan, and right before each
// container goes.
func TestWrittenBytesComeBack(t *testing.T) {
	t.Parallel()
	const written, alone = 3 << 20, 1 << 20
	w := modeltest.New(6, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	image := w.Build(modeltest.Recipe{Tags: []string{repo + "writes:1"}, Add: []modeltest.Instruction{modeltest.Run("COPY app / # buildkit", 9000)}})
	w.Run(modeltest.Start{Image: image, Name: "writer", State: model.StateExited, SizeRw: written})
	other := w.Build(modeltest.Recipe{Tags: []string{repo + "stays:1"}, Add: []modeltest.Instruction{modeltest.Run("COPY app / # buildkit", 500)}})
	w.Run(modeltest.Start{Image: other, Name: "alone", State: model.StateExited, SizeRw: alone})
	engines.Each(t, w, func(t *testing.T, e *enginetest.Engine) {
		c, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: e.Dial})
		must(t, err)
		t.Cleanup(func() { _ = c.Close() })
		feed := inventory.Follow(t.Context(), c, inventory.FollowOptions{})
		inv := untilMeasured(t, feed, time.Time{})
		before := inv
		inv = inv.WithContainers(unmeasured(inv.Containers()))
		var marks []model.Key
		for _, container := range inv.Containers() {
			if container.Name == "alone" {
				marks = append(marks, model.Key{Target: container.Target()})
			}
		}
		marks = append(marks, keysOf(t, inv, repo+"writes:1")...)
		target, _ := inv.ByRef(repo + "writes:1")
		choices := model.Choices{target.Target(): model.Remedies(0).With(model.RemedyRemoveStopped)}

		plan := model.NewPlan(inv, marks, choices)
		if unmeasured := plan.Unmeasured(); len(unmeasured) != 2 || plan.Reclaim.Bounded() {
			t.Fatalf("%d containers are not measured, the plan frees %v", len(unmeasured), plan.Reclaim)
		}
		inv, err = inventory.MeasureContainers(t.Context(), c, inv, plan.Unmeasured())
		must(t, err)
		plan = model.NewPlan(inv, marks, choices)
		const blocks = 64 << 10 // of folders and of what does not fill a block
		within := func(b size.Range) bool { return b.Min >= written+alone && b.Max <= written+alone+blocks }
		if promised := plan.ByKind[model.KindContainer]; !within(promised) {
			t.Errorf("the plan promises %v of %d that containers have written", promised, written+alone)
		}
		var disk int64
		if e.Flavor.Real() {
			disk = e.LayersOnDisk(t)
		}
		progress := executeAll(t, c, plan)
		removed := time.Now() // what was measured while it ran does not count
		if back, known := progress.Written(); !known || !within(back) {
			t.Errorf("%v (%t) came back of %d that containers have written", back, known, written+alone)
		}
		feed.Reload(model.FactUsage)
		report := model.CompareReclaim(before, untilMeasured(t, feed, removed), progress)
		back, known := report.CameBack()
		if known != (e.Store != model.StorePodman) || known && (back.Min > plan.Reclaim.Max || back.Max < plan.Reclaim.Min) {
			t.Errorf("%v (%t) came back of %v", back, known, plan.Reclaim)
		}
		if e.Flavor.Real() {
			if gave := disk - e.LayersOnDisk(t); gave < written+alone {
				t.Errorf("the disk gave back %d bytes", gave)
			}
		}
	})
}

// unmeasured returns containers as lists tell of them.
func unmeasured(containers []*model.Container) []*model.Container {
	listed := make([]*model.Container, len(containers))
	for i, c := range containers {
		one := *c
		one.Size = model.Unknown
		listed[i] = &one
	}
	return listed
}
