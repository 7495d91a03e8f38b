package ui_test

import (
	"net/http"
	"testing"

	"jettison/dockerx/sim"
	"jettison/keymap"
)

// footer is the line of the marks.

// refusedRemoval removes two of four images, which both get a container as soon as

// their plan is shown.

func refusedRemoval(t *testing.T) *journey {
	t.Helper()
	e := small(t, "aa:1", "bb:1", "cc:1", "dd:1")
	p := newJourney(t, open(t, e), 120, 30)
	p.Sees("4 of 4")
	p.settles()
	p.Do(keymap.Filter, "repo:aa or repo:bb", keymap.Confirm, keymap.MarkAll, keymap.Plan)
	p.Sees("Plan ·")
	for _, name := range []string{"aa:1", "bb:1"} {
		if _, err := e.CreateContainer(name, "on-"+name[:1]); err != nil {
			t.Fatal(err)
		}
	}
	p.Do(keymap.Confirm)
	p.Sees("The removal ended; 2 steps not done as planned")
	return p
}

func TestReplanningAStepRemovesNothingElse(t *testing.T) {
	p := refusedRemoval(t)
	p.Sees("Containers 2")
	p.Do(keymap.Back, keymap.Filter, "repo:cc or repo:dd", keymap.Confirm, keymap.MarkAll, keymap.JobPanel, keymap.RemoveStopped)
	p.Sees("Plan ·")
	p.Do(keymap.Confirm)
	p.Sees("The removal ended.")
	p.Sees("2 references marked")
	p.Do(keymap.JobPanel, keymap.Dismiss)
	p.Sees("This is the removal before")
	p.Sees("bb:1")
}

func TestAnEndedRemovalCanBeDismissedAtOnce(t *testing.T) {
	p := newJourney(t, open(t, engine(t)), 120, 30)
	p.settles()
	p.Do(keymap.Filter, "unused size>3GB", keymap.Confirm, keymap.MarkAll, keymap.Plan)
	p.Sees("Plan · deletes")
	p.Do(keymap.Confirm, keymap.JobPanel)
	p.Sees("all done")
	p.Do(keymap.Dismiss)
	p.Sees("nothing marked")
}

func TestNoReportWithoutAMeasurement(t *testing.T) {
	e := small(t, "aa:1", "bb:1", "cc:1")
	p := newJourney(t, open(t, e), 120, 30)
	p.Sees("3 of 3")
	p.settles()
	hang := e.Inject(sim.Fault{Match: sim.Match{Path: "/system/df"}, Kind: sim.FaultHang})
	for _, name := range []string{"aa", "bb"} {
		p.Do(keymap.Back, keymap.Filter, "repo:"+name, keymap.Confirm, keymap.Plan)
		p.Sees("Plan ·")
		p.Do(keymap.Confirm)
		p.Sees("The removal ended.")
	}
	hang.Release()
	p.Do(keymap.JobPanel)
	p.Sees("unknown")
}

// TestQuitting is about a removal whose step hangs.

// TestBranchTotals is about a layer that two images share and no image is: it

// counts once, which nobody can tell from sizes of images.

func TestRemoveWhatTheFilterShows(t *testing.T) {
	e := engine(t)
	p := newJourney(t, open(t, e), 120, 30)
	p.waitsUntilKnown()
	p.settles()
	p.Do(keymap.Filter, "unused size>3GB")
	p.Do(keymap.Confirm)
	p.Do(keymap.MarkAll)
	p.Sees("marked · frees")
	p.Do(keymap.Plan)
	p.Sees("Plan · deletes")
	before := deletes(e)
	if before != 0 {
		t.Fatalf("%d deletions before anything was confirmed", before)
	}
	p.Do(keymap.Confirm)
	p.Sees("It freed ", "; J shows what went.")
	if deletes(e) == 0 {
		t.Error("nothing was deleted")
	}
	p.Sees("0 of ")
	p.Do(keymap.JobPanel)
	p.Sees("5 done")
	p.Sees("as predicted")
}

func TestRemovalBeforeTheDiskIsMeasured(t *testing.T) {
	e := engine(t)
	hang := e.Inject(sim.Fault{Match: sim.Match{Path: "/system/df"}, Kind: sim.FaultHang})
	p := newJourney(t, open(t, e), 120, 30)
	p.Sees("■ stopped") // containers are known, and so which images are unused
	p.Do(keymap.Filter, "size>9GB unused", keymap.Confirm, keymap.MarkAll, keymap.Plan)
	p.Sees("Plan · deletes")
	p.Do(keymap.Confirm)
	p.Sees("The removal ended.")
	p.Do(keymap.JobPanel)
	p.Sees("unknown")
	hang.Release()
}

func deletes(e *sim.Engine) int {
	n := 0
	for _, r := range e.Requests() {
		if r.Method == http.MethodDelete {
			n++
		}
	}
	return n
}
