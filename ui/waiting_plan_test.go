package ui_test

import (
	"net/http"
	"testing"

	"jettison/dockerx/sim"
	"jettison/keymap"
)

// A plan waits until the engine has told how it stores images, and then opens.
func TestAPlanWaitsForTheEngine(t *testing.T) {
	t.Parallel()
	e := engine(t)
	hang := e.Inject(sim.Fault{Match: sim.Match{Path: "/info"}, Kind: sim.FaultHang})
	defer hang.Release()
	p := newJourney(t, open(t, e), 120, 30)
	p.Sees("/ml/train")
	p.Do(keymap.Plan)
	p.Sees("The plan opens soon: the engine has not told yet how it stores images.")
	hang.Release()
	p.Sees("Plan · deletes 1 image")
}

// Of an engine that never tells how it stores images, the layers of a deleted image are no
// other images that went along.
func TestRemovalFromAnEngineThatTellsNothing(t *testing.T) {
	t.Parallel()
	e := engine(t)
	e.Inject(sim.Fault{Match: sim.Match{Method: http.MethodGet, Path: "/info"}, Status: http.StatusForbidden, Message: "not for you"})
	p := newJourney(t, open(t, e), 120, 30)
	p.Sees("the engine's version failed")
	p.Do(keymap.Filter, "unused size>300MB", keymap.Confirm, keymap.MarkAll, keymap.Plan)
	p.Sees("Plan · deletes")
	p.Do(keymap.Confirm)
	p.Sees("✓")
	p.Do(keymap.JobPanel)
	p.Sees("all done")
}
