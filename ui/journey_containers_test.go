package ui_test

import (
	"testing"

	"jettison/dockerx/sim"
	"jettison/keymap"
	"jettison/model"
	"jettison/model/modeltest"
)

// yard has an image that only a stopped container holds, which mounts a volume, and one that a running
// container holds.
func yard(t *testing.T) *sim.Engine {
	t.Helper()
	w := modeltest.New(5, now)
	build := func(tag string, size int64) *modeltest.Image {
		return w.Build(modeltest.Recipe{Tags: []string{tag}, Add: []modeltest.Instruction{modeltest.Run("RUN "+tag, size)}})
	}
	old, live := build("old:1", 30e6), build("live:1", 50e6)
	w.Volumes = append(w.Volumes, &modeltest.Volume{Name: "old_data", Size: 2e6, Created: now.AddDate(0, -2, 0)})
	w.Run(modeltest.Start{Image: old, Name: "old", State: model.StateExited, Since: 40 * 24 * 3600e9, Created: 50 * 24 * 3600e9, SizeRw: 5e6, Volumes: []string{"old_data"}})
	w.Run(modeltest.Start{Image: live, Name: "live", State: model.StateRunning, Since: 3600e9, Created: 3600e9})
	e := sim.New(w, sim.Options{Clock: clock})
	t.Cleanup(e.Close)
	return e
}

// Things of three kinds are marked, each in its pane, and go in one plan: the container before the
// image and the volume that it holds.
func TestThreeKindsGoInOnePlan(t *testing.T) {
	t.Parallel()
	e := yard(t)
	options, _ := keep(t, e)
	p := newJourney(t, options, 100, 30)
	p.settles()
	p.Do(keymap.Filter, "old", keymap.Confirm, keymap.Mark, keymap.Pane(5), keymap.Mark)
	p.Sees("2 blocked")
	p.Do(keymap.Pane(2), keymap.Filter, "exited used>30d", keymap.Confirm)
	p.Sees("1 of 2", "ended with exit code 0")
	p.Do(keymap.MarkAll)
	p.Sees("1 reference, 1 container and 1 volume marked", "frees 37 MB")
	p.Do(keymap.Back, keymap.Plan)
	p.Sees("deletes 1 image", "removes 1 container", "removes 1 volume", "frees 37 MB")
	p.Do(keymap.Confirm)
	p.Sees("3 of 3 · predicted 37 MB, came back 37 MB", "2 Containers 1", "5 Volumes 0")
	p.Do(keymap.Recovery)
	p.Sees("1 image, 1 name, 1 container and 1 volume of at most 37 MB", "1 volume: 1 from a backup can come back")
}

// The plan says of a running container what stops it, and the key that does; a filter that is wrong is
// said, and the rows stay.
func TestARunningContainerIsBlocked(t *testing.T) {
	t.Parallel()
	p := newJourney(t, open(t, yard(t)), 80, 24)
	p.settles()
	p.Do(keymap.Pane(2), keymap.Filter, "sise>1GB")
	p.Sees("unknown field `sise`; did you mean `size`?")
	p.Do(keymap.Back, keymap.Filter, "running", keymap.Confirm, keymap.Plan)
	p.Sees("1 blocked", "it runs")
	p.Do(keymap.StopRemove, keymap.StopRemove)
	p.Sees("removes 1 container")
	p.Do(keymap.Confirm)
	p.Sees("The removal ended")
	p.Do(keymap.Back)
	p.Sees("2 Containers 1")
}

// At 80 columns neither the marks nor the plan leave a kind of thing out without a sign.
func TestEveryKindAt80Columns(t *testing.T) {
	t.Parallel()
	p := newJourney(t, open(t, engine(t)), 80, 24)
	p.settles()
	p.Do(keymap.MarkAll, keymap.Pane(2), keymap.MarkAll, keymap.Pane(5), keymap.MarkAll)
	p.Sees("354 marked · frees ")
	p.Do(keymap.Pane(6), keymap.MarkAll)
	p.Sees("414 marked · frees 1", " blocked")
	p.Do(keymap.Plan)
	p.Sees("Plan · frees 1", " images, 23 containers, 13 volumes, 58 cache records")
}
