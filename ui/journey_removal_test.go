package ui_test

import (
	"net/http"
	"testing"
	"time"

	"jettison/dockerx/sim"
	"jettison/keymap"
	"jettison/model"
	"jettison/model/modeltest"
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

// Where nothing is measured, the layers tell that the engine listed.
func TestAReportWithoutAMeasurement(t *testing.T) {
	e := small(t, "aa:1", "bb:1", "cc:1")
	p := newJourney(t, open(t, e), 120, 30)
	p.Sees("3 of 3")
	p.settles()
	hang := e.Inject(sim.Fault{Match: sim.Match{Path: "/system/df"}, Kind: sim.FaultHang})
	for _, name := range []string{"aa", "bb"} {
		p.Do(keymap.Back, keymap.Filter, "repo:"+name, keymap.Confirm, keymap.Plan)
		p.Sees("Plan ·")
		p.Do(keymap.Confirm)
		p.Sees("The removal ended. It freed 1.0 kB")
	}
	p.Sees("predicted 1.0 kB, came back 1.0 kB")
	hang.Release()
	p.Do(keymap.JobPanel)
	p.Sees("as predicted")
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

// A removal that is confirmed while the disk is being measured begins when that is done, so
// that it tells what came back.
func TestRemovalWhileTheDiskIsMeasured(t *testing.T) {
	e, hang := unmeasured(t)
	p := removesUnmeasured(t, e, time.Minute)
	p.Sees("0 of ")
	if deletes(e) > 0 {
		t.Error("it began before the disk was measured")
	}
	hang.Release()
	p.Sees("The removal ended. J shows what went")
	p.Sees(", came back ")
	p.Do(keymap.JobPanel)
	p.Sees("within the range")
}

// A removal does not wait for a measurement that takes long. It says that nobody knows what
// came back.
func TestRemovalBeforeTheDiskIsMeasured(t *testing.T) {
	e, hang := unmeasured(t)
	defer hang.Release()
	p := removesUnmeasured(t, e, time.Millisecond)
	p.Sees("The removal ended. J shows what went")
	p.Sees("; what came back was not measured")
	p.Do(keymap.JobPanel)
	p.Sees("unknown", "it was not measured")
}

// unmeasured is an engine that lists no layers, and does not measure its disk until it is
// released.
func unmeasured(t *testing.T) (*sim.Engine, *sim.Injected) {
	t.Helper()
	e := sim.New(modeltest.Developer(1, now), sim.Options{Clock: clock, Store: model.StoreContainerd})
	t.Cleanup(e.Close)
	return e, e.Inject(sim.Fault{Match: sim.Match{Path: "/system/df"}, Kind: sim.FaultHang})
}

// removesUnmeasured removes images of an engine whose disk is not measured yet, and for which
// the removal waits so long.
func removesUnmeasured(t *testing.T, e *sim.Engine, patience time.Duration) *journey {
	t.Helper()
	p := newJourney(t, openWaiting(t, e, patience), 120, 30)
	p.Sees("■ stopped") // containers are known, and so which images are unused
	p.Do(keymap.Filter, "size>9GB unused", keymap.Confirm, keymap.MarkAll, keymap.Plan)
	p.Sees("Plan · deletes")
	p.Do(keymap.Confirm)
	return p
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
