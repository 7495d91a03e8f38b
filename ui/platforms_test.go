package ui_test

import (
	"testing"
	"time"

	"jettison/dockerx/sim"
	"jettison/keymap"
	"jettison/model"
	"jettison/model/modeltest"
)

// One platform of an image is removed by the way of every removal: chosen from those that are
// here, planned, confirmed. The image stays, and its other platform is the last one then.
func TestRemoveOnePlatform(t *testing.T) {
	t.Parallel()
	w := modeltest.New(14, time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC))
	w.Build(modeltest.Recipe{
		Tags: []string{"app:1"}, Add: []modeltest.Instruction{modeltest.Run("ADD files /", 1e6)},
		Platforms: []modeltest.Platform{{Name: "linux/arm64/v8", Size: 500_000}},
	})
	e := sim.New(w, sim.Options{Store: model.StoreContainerd, Version: "29.8.1"})
	t.Cleanup(e.Close)
	opts, _ := keep(t, e)
	p := newJourney(t, opts, 120, 30)
	p.settles()
	p.Do(keymap.RemovePlatform)
	p.Sees("Remove a platform of app:1")
	p.Sees("linux/arm64/v8")
	p.Do(keymap.Down, keymap.Confirm)
	p.Sees("removes 1 platform")
	p.Sees("Remove the platform linux/arm64/v8 of app:1")
	p.Sees("nothing blocks it")
	p.Do(keymap.Confirm)
	p.Sees("The removal ended")
	p.Sees("app                       1             78db5a52e293        now   1.4 MB")
	p.Do(keymap.RemovePlatform)
	p.Sees("The image is here for one platform only")
}
