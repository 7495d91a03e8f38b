package ui_test

import (
	"testing"
	"time"

	"jettison/dockerx/sim"
	"jettison/keymap"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/ui/uitest"
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

// The plan to remove a platform waits until a dialog that was opened meanwhile is closed, and does
// not cover another plan.
func TestPlanOfAPlatformWaitsForADialog(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		meanwhile, then []uitest.Input
		told, sees      string
	}{
		"a dialog":        {[]uitest.Input{keymap.SortMenu}, []uitest.Input{keymap.Back}, "The plan to remove the platform opens when this is closed.", "Remove the platform linux/arm64/v8 of app:1"},
		"the filter line": {[]uitest.Input{keymap.Filter}, []uitest.Input{keymap.Back}, "The plan to remove the platform opens when this is closed.", "Remove the platform linux/arm64/v8 of app:1"},
		"a plan":          {[]uitest.Input{keymap.Plan}, nil, "The plan to remove the platform does not open: another plan is open.", "deletes 1 image"},
	} {
		t.Run(name, func(t *testing.T) {
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
			hang := e.Inject(sim.Fault{Match: sim.Match{Path: "/images/*/json"}, Kind: sim.FaultHang})
			defer hang.Release()
			p.Do(keymap.RemovePlatform)
			p.Sees("Remove a platform of app:1")
			p.Do(keymap.Down, keymap.Confirm)
			p.Sees("Looking up what other images have of it")
			p.Do(c.meanwhile...)
			hang.Release()
			p.Sees(c.told)
			p.Do(c.then...)
			p.Sees(c.sees)
		})
	}
}
