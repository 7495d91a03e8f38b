package ui_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"jettison/dockerx/sim"
	"jettison/keymap"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/store"
	"jettison/ui/uitest"
)

// harbor is an engine with images of which no registry has a copy, and two that one
// has; app:1 has a second name.
func harbor(t *testing.T) *sim.Engine {
	t.Helper()
	w := modeltest.New(3, now)
	build := func(pulled bool, tags ...string) {
		w.Build(modeltest.Recipe{Tags: tags, Pulled: pulled, Add: []modeltest.Instruction{modeltest.Run("ADD "+tags[0], int64(1e6*(3+len(tags[0]))))}})
	}
	build(false, "app:1", "app:stable")
	build(false, "app:22")
	build(true, "hub/tool:333")
	build(true, "hub/other:4444")
	e := sim.New(w, sim.Options{Clock: clock})
	t.Cleanup(e.Close)
	return e
}

// removes carries out the plan of what a query matches, after some inputs in it.
func (p *journey) removes(query string, inPlan ...uitest.Input) {
	p.t.Helper()
	p.Do(keymap.Back, keymap.Filter, query, keymap.Confirm, keymap.MarkAll, keymap.Back, keymap.Back, keymap.Plan)
	p.Sees("Plan ·")
	p.Do(inPlan...)
	p.Do(keymap.Confirm)
	p.Sees("The removal ended")
}

func names(t *testing.T, e *sim.Engine, tags ...string) map[string]model.ImageID {
	t.Helper()
	found := map[string]model.ImageID{}
	for _, tag := range tags {
		if id, err := e.ImageID(tag); err == nil {
			found[tag] = id
		}
	}
	return found
}

// What was removed with a backup comes back with three keys, and the offer ends.
func TestTakeARemovalBack(t *testing.T) {
	t.Parallel()
	e := harbor(t)
	tags := []string{"app:1", "app:stable", "app:22", "hub/tool:333"}
	before := names(t, e, tags...)
	opts, _ := keep(t, e)
	p := newJourney(t, opts, 80, 24)
	p.Sees("5 of 5")
	p.settles()
	p.removes("repo:app or repo:hub/tool", keymap.BackUp)
	p.Sees("z takes it back.")
	if left := names(t, e, tags...); len(left) > 0 {
		t.Fatalf("left are %v", left)
	}
	p.Do(keymap.JobPanel)
	p.Sees("z takes it back")
	p.Do(keymap.Recovery)
	p.Sees("by hand")
	p.Sees("3 images: 2 from backups, 1 by pull can come back; enter shows how")
	p.Do(keymap.Confirm)
	p.Sees("enter brings back 3 images: 2 from backups, 1 by pull")
	if hints := p.hints(); !strings.Contains(hints, "enter bring back") {
		t.Errorf("what can come back is not offered: %q", hints)
	}
	p.Do(keymap.Confirm)
	p.Sees("3 steps taken back, all as before")
	if after := names(t, e, tags...); fmt.Sprint(after) != fmt.Sprint(before) {
		t.Errorf("before %v, after %v", before, after)
	}
	p.Sees("Nothing is left to bring back.")
	if hints := p.hints(); strings.Contains(hints, "bring back") || strings.Contains(hints, "mark") {
		t.Errorf("nothing is left, and offered is %q", hints)
	}
	p.Do(keymap.Back)
	p.Sees("all is there")
	p.Do(keymap.Back) // the removal's panel again
	p.Sees("came back")
	if strings.Contains(p.Text(), "z takes it back") {
		t.Errorf("it is offered still:\n%s", p.Text())
	}
	p.Do(keymap.Back)
	p.Sees("5 of 5")
}

// A name that another image has by now stays there; what no registry and no backup has
// can't come back, and both are said. One step can be chosen.
func TestStepsThatCantBeTakenBackSayWhy(t *testing.T) {
	t.Parallel()
	e := harbor(t)
	opts, _ := keep(t, e)
	p := newJourney(t, opts, 120, 40)
	p.Sees("5 of 5")
	p.settles()
	p.removes("repo:app or repo:hub/tool")
	p.Sees("z takes 1 of 3 steps back.")
	p.Do(keymap.JobPanel)
	p.Sees("z takes 1 back")
	if err := e.Tag("hub/other:4444", "hub/tool:333"); err != nil {
		t.Fatal(err)
	}
	p.Do(keymap.Back, keymap.Back, keymap.Recovery)
	p.Sees("2 steps can't be taken back")
	p.Do(keymap.Confirm)
	p.Sees("⊘ can't")
	p.Sees("→ pull")
	p.Do(keymap.Mark) // the cursor is on a step that can't
	p.Sees("It can't come back: it was the only copy")
	p.Do(keymap.Bottom)
	p.Sees("hub/tool:333 is another image by now, and stays that")
	p.Do(keymap.Mark)
	p.Sees("1 step marked")
	p.Sees("enter brings back what is marked, 1 image: 1 by pull")
	p.Do(keymap.Confirm)
	p.Sees("1 step taken back, 1 not as before")
	p.Sees("▲ differs")
	p.Sees("hub/tool:333 is another image by now")
	tool, other := names(t, e, "hub/tool:333"), names(t, e, "hub/other:4444")
	if tool["hub/tool:333"] != other["hub/other:4444"] {
		t.Errorf("the name was taken from the image that has it: %v, %v", tool, other)
	}
	p.Do(keymap.Details)
	p.Sees("1 Images")
	p.Sees("3 of 3")
}

// A tag of several is given back without any image being moved.
func TestAnUntaggedNameComesBack(t *testing.T) {
	t.Parallel()
	e := harbor(t)
	opts, _ := keep(t, e)
	p := newJourney(t, opts, 80, 24)
	p.Sees("5 of 5")
	p.settles()
	p.removes("tag:stable")
	p.Do(keymap.Recovery)
	p.Sees("enter shows how")
	p.Do(keymap.Confirm)
	p.Sees("enter brings back 1 name: 1 by tag")
	p.Do(keymap.Confirm)
	p.Sees("has its name back")
	if now := names(t, e, "app:1", "app:stable"); len(now) != 2 || now["app:1"] != now["app:stable"] {
		t.Errorf("%v", now)
	}
}

func TestNothingWasRemovedYet(t *testing.T) {
	t.Parallel()
	opts, k := keep(t, harbor(t))
	k.err = &model.Problem{Reason: model.ReasonJournal, Text: "permission denied"}
	p := newJourney(t, opts, 80, 24)
	p.settles()
	p.Do(keymap.Recovery)
	p.Sees("The journal could not be read: permission denied.")
	p.Sees("r tries again")
	k.mu.Lock()
	k.err = nil
	k.unread = []model.Warning{{Kind: model.WarnJournalUnread, Count: 1, Place: "journal:7", Text: "not JSON"}}
	k.mu.Unlock()
	p.Do(keymap.Refresh)
	p.Sees("Nothing was removed yet.")
	p.Sees("1 line of the journal can't be read: journal:7: not JSON")
	p.Do(keymap.Confirm, keymap.Mark, keymap.Back)
	p.Sees("REPOSITORY")
}

// That a removal was cut off is said until a key is pressed.
func TestAnInterruptedRemoval(t *testing.T) {
	t.Parallel()
	opts, k := keep(t, harbor(t))
	k.interrupted = 3
	p := newJourney(t, opts, 80, 24)
	p.Sees("A removal was cut off; what became of 3 steps was looked up; z shows it")
	p.Do(keymap.Down)
	if strings.Contains(p.Text(), "cut off") {
		t.Error("it is still said")
	}
}

// A removal of another engine is listed, and says why it can't be taken back here.
func TestARemovalOfAnotherEngine(t *testing.T) {
	t.Parallel()
	opts, k := keep(t, harbor(t))
	err := k.service.Journal.Append(
		store.JournalLine{
			Event: store.JournalIntent, At: now.Add(-30 * 24 * time.Hour), Plan: "20261001-100000-123456", Action: "delete", Image: "sha256:0123456789abcdef",
			Name: "far:1", References: []string{"far:1"}, Digests: []string{"far@sha256:1"}, Size: new(int64(5e8)), Rule: "policy nightly", User: "cron",
			Engine: &store.JournalEngine{Name: "build-7", Host: "tcp://build-7:2376", ID: "seven"},
		},
		store.JournalLine{Event: store.JournalOutcome, At: now.Add(-30 * 24 * time.Hour), Plan: "20261001-100000-123456", State: "done"})
	if err != nil {
		t.Fatal(err)
	}
	p := newJourney(t, opts, 120, 40)
	p.settles()
	p.Do(keymap.Recovery)
	p.Sees("policy nightly")
	p.Sees("It was on the engine at tcp://build-7:2376; open that one, with --host or --context, to take it back.")
	p.Do(keymap.Confirm)
	p.Sees("far:1")
	p.Do(keymap.Confirm)
	p.Sees("It can't come back here")
}

// While it runs a person may look at something else, nothing is removed, and quitting
// asks. Cancelled, what has come back stays.
func TestRestorationUnderWay(t *testing.T) {
	t.Parallel()
	e := harbor(t)
	opts, _ := keep(t, e)
	p := newJourney(t, opts, 120, 30)
	p.Sees("5 of 5")
	p.settles()
	p.removes("repo:app or repo:hub/tool", keymap.BackUp)
	hang := e.Inject(sim.Fault{Match: sim.Match{Method: http.MethodPost, Path: "/images/create"}, Kind: sim.FaultHang})
	defer hang.Release()
	p.Do(keymap.Recovery)
	p.Sees("enter shows how")
	p.Do(keymap.Confirm, keymap.Confirm)
	p.Sees("2 of 3")
	p.Sees("X cancel")
	p.Do(keymap.Confirm)
	p.Sees("A removal is being taken back already")
	p.Do(keymap.Back, keymap.Back)
	p.Sees("REPOSITORY")
	p.Sees("2 of 3 back · pulling · X cancels")
	p.Do(keymap.Plan)
	p.Sees("Plan ·")
	p.Do(keymap.Confirm)
	p.Sees("A removal is being taken back; this plan can start when that ended.")
	p.Do(keymap.Back)
	p.Do(keymap.Mark)
	if footer := p.footer(); !strings.Contains(footer, "marked") || !strings.Contains(footer, "2 of 3 back") {
		t.Errorf("marks and restoration are not both in %q", footer)
	}
	p.Do(keymap.ClearMarks)
	p.Interrupt()
	p.Sees("A removal is being taken back")
	p.Do("s")
	p.Do(keymap.Recovery) // where it runs
	p.Sees("under way")
	p.Do(keymap.CancelJob)
	p.Sees("2 of 3 steps taken back, 1 cancelled")
	if back := names(t, e, "app:1", "app:stable", "app:22"); len(back) != 3 {
		t.Errorf("back are %v", back)
	}
	hang.Release()
	p.Sees("enter brings back 1 image: 1 by pull")
	p.Do(keymap.Confirm)
	p.Sees("1 step taken back")
}

// Nothing is taken back while a removal runs.
func TestNoRestorationDuringARemoval(t *testing.T) {
	t.Parallel()
	e := harbor(t)
	opts, _ := keep(t, e)
	p := newJourney(t, opts, 120, 30)
	p.Sees("5 of 5")
	p.settles()
	p.removes("tag:stable")
	hang := e.Inject(sim.Fault{Match: sim.Match{Method: http.MethodDelete}, Kind: sim.FaultHang})
	defer hang.Release()
	p.Do(keymap.Back, keymap.Filter, "repo:hub/tool", keymap.Confirm, keymap.Plan)
	p.Sees("Plan ·")
	before := deletes(e)
	p.Do(keymap.Confirm)
	for deletes(e) == before { // by then the journal knows of it
		p.Next()
	}
	p.Do(keymap.Recovery)
	p.Sees("all is there") // of the removal under way
	p.Do(keymap.Down)
	p.Sees("enter shows how")
	p.Do(keymap.Confirm, keymap.Confirm)
	p.Sees("A removal is under way; this can begin when it ended.")
	p.Do(keymap.Down) // ends the notice
	if footer := p.footer(); !strings.Contains(footer, "0 of 1") || !strings.Contains(footer, "X cancels") {
		t.Errorf("the removal is not in %q", footer)
	}
	hang.Release()
	p.Misses("X cancels") // it writes no more
}

// Who quits while a removal is taken back is asked, and may wait for the end or not;
// what did not come back is told when the screen is gone.
func TestQuitWhileRestoring(t *testing.T) {
	t.Parallel()
	for choice, want := range map[string]string{"w": "", "x": "1 of 2 steps taken back, 1 cancelled"} {
		e := harbor(t)
		opts, _ := keep(t, e)
		p := newJourney(t, opts, 120, 30)
		p.Sees("5 of 5")
		p.settles()
		p.removes("tag:22 or repo:hub/tool", keymap.BackUp)
		hang := e.Inject(sim.Fault{Match: sim.Match{Method: http.MethodPost, Path: "/images/create"}, Kind: sim.FaultHang})
		p.Do(keymap.Recovery)
		p.Sees("enter shows how")
		p.Do(keymap.Confirm, keymap.Confirm)
		p.Sees("1 of 2")
		p.Do(keymap.Quit)
		p.Sees("1 of 2 steps have ended. What has come back stays.")
		p.Do(choice)
		p.Sees("Quitting when that has ended.")
		if choice == "w" {
			hang.Release()
		}
		p.Ends(0)
		hang.Release()
		if want != "" {
			p.Sees(want)
		}
	}
}

// An engine that goes away fails what is left; that stays on the screen until it is
// looked at, and can be tried again.
func TestEngineLostWhileRestoring(t *testing.T) {
	t.Parallel()
	e := harbor(t)
	opts, _ := keep(t, e)
	p := newJourney(t, opts, 120, 30)
	p.Sees("5 of 5")
	p.settles()
	p.removes("repo:app or repo:hub/tool", keymap.BackUp)
	e.Inject(sim.Fault{Match: sim.Match{Method: http.MethodPost, Path: "/images/load"}, Kind: sim.FaultDie, Times: 1})
	p.Do(keymap.Recovery)
	p.Sees("enter shows how")
	p.Do(keymap.Confirm)
	p.Sees("enter brings back")
	p.Do(keymap.Down, keymap.Mark) // the load alone
	p.Sees("1 step marked")
	p.Do(keymap.Confirm, keymap.Back, keymap.Back)
	p.Sees("failed; z shows it.")
	p.Sees("stale")
	e.Start()
	p.Sees("● live")
	p.Do(keymap.Down) // ends the notice
	if footer := p.footer(); !strings.Contains(footer, "1 failed · z shows it") {
		t.Errorf("the footer is %q", footer)
	}
	p.Do(keymap.Recovery)
	p.Sees("✗ failed")
	p.Sees("enter brings back 3 images")
	p.Do(keymap.Confirm)
	p.Sees("3 steps taken back, all as before")
	p.Do(keymap.Back, keymap.Back)
	if strings.Contains(p.footer(), "failed") {
		t.Errorf("the footer is %q", p.footer())
	}
}
