package ui_test

import (
	"net/http"
	"strings"
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
	p.Sees("the engine's version failed", "/ml/train", "Containers 36") // the rule needs both
	p.Do(keymap.Filter, "unused size>300MB", keymap.Confirm, keymap.MarkAll, keymap.Plan)
	p.Sees("Plan · deletes")
	p.Do(keymap.Confirm)
	p.Sees("✓")
	p.Do(keymap.JobPanel)
	p.Sees("all done")
}

// A plan waits until the engine has told what uses its images, and then opens.
func TestAPlanWaitsForTheUsersOfImages(t *testing.T) {
	t.Parallel()
	e := engine(t)
	hang := e.Inject(sim.Fault{Match: sim.Match{Path: "/containers/json"}, Kind: sim.FaultHang})
	defer hang.Release()
	p := newJourney(t, open(t, e), 120, 30)
	p.Sees("overlay2", "what uses it is not known yet")
	p.Do(keymap.Plan)
	p.Sees("The plan opens soon: the engine has not told yet what uses its images.")
	hang.Release()
	p.Sees("Plan · deletes 1 image")
}

// A plan for an engine that can't list its containers says so, rather than that nothing blocks it.
func TestAPlanWithoutTheUsersOfImages(t *testing.T) {
	t.Parallel()
	e := engine(t)
	e.Inject(sim.Fault{Match: sim.Match{Method: http.MethodGet, Path: "/containers/json"}, Status: http.StatusInternalServerError, Message: "out of order"})
	p := newJourney(t, open(t, e), 160, 30)
	p.Sees("what uses it is not known: the containers could not be listed")
	p.Do(keymap.Plan)
	p.Sees("Plan · deletes")
	p.Sees("▲ what uses it is not known: the containers could not be listed")
	if view := p.frame(); strings.Contains(view, "nothing blocks it") {
		t.Errorf("something unknown is called nothing:\n%s", view)
	}
}
