package ui_test

import (
	"net/http"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"jettison/dockerx/sim"
	"jettison/keymap"
	"jettison/model/modeltest"
)

// footer is the line of the marks.
func (p *journey) footer() string {
	lines := strings.Split(p.Text(), "\n")
	return lines[len(lines)-2]
}

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

func TestAStepPlannedAgainTakesNothingElseAlong(t *testing.T) {
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

func TestAnEndedRemovalCanBePutAwayAtOnce(t *testing.T) {
	p := newJourney(t, open(t, engine(t)), 120, 30)
	p.settles()
	p.Do(keymap.Filter, "unused size>3GB", keymap.Confirm, keymap.MarkAll, keymap.Plan)
	p.Sees("Plan · deletes")
	p.Do(keymap.Confirm, keymap.JobPanel)
	p.Sees("all done")
	p.Do(keymap.Dismiss)
	p.Sees("nothing marked")
}

func TestNothingCameBackThatCannotBeKnown(t *testing.T) {
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
func TestQuitting(t *testing.T) {
	e := engine(t)
	p := newJourney(t, open(t, e), 120, 30)
	p.settles()
	hang := e.Inject(sim.Fault{Match: sim.Match{Method: http.MethodDelete}, Kind: sim.FaultHang})
	defer hang.Release()
	p.Do(keymap.Filter, "unused size>3GB", keymap.Confirm, keymap.MarkAll, keymap.Plan)
	p.Sees("Plan · deletes")
	p.Do(keymap.Confirm)
	p.Sees("X cancels")
	for range 3 {
		p.Interrupt()
	}
	p.Do("s")
	if strings.Contains(p.Text(), "A removal is under way") {
		t.Fatal("the question was asked more than once")
	}
	p.Do(keymap.Back, keymap.Mark)
	if !strings.Contains(p.footer(), "marked") || !strings.Contains(p.footer(), "0 of ") {
		t.Errorf("marks and removal are not both in %q", p.footer())
	}
	p.Interrupt()
	p.Do("n")
	p.Ends(0)
}

func TestKeysOfAPaneWithDetailsOpenElsewhere(t *testing.T) {
	p := newJourney(t, open(t, engine(t)), 80, 24)
	p.settles()
	p.Do(keymap.Details, keymap.Pane(2))
	before := p.Text()
	p.Do(keymap.Down)
	if p.Text() == before {
		t.Error("j does nothing in Containers")
	}
	p.Do(keymap.SortMenu)
	p.Sees("Sort by")
}

func TestRanges(t *testing.T) {
	e := engine(t)
	p := newJourney(t, open(t, e), 120, 40)
	p.settles()
	p.Do(keymap.Top, keymap.Range, keymap.Down, keymap.Down)
	if err := e.Tag("busybox:latest", "zzz:new"); err != nil {
		t.Fatal(err)
	}
	p.Sees("298 of 298")
	p.Do(keymap.Range)
	if want := "3 references"; !strings.Contains(p.footer(), want) {
		t.Errorf("over a change: %q, want %s", p.footer(), want)
	}
	// By repository: from the last of a group over the next heading.
	p.Do(keymap.ClearMarks, keymap.ViewMode, keymap.Top, keymap.Down, keymap.Down, keymap.Down, keymap.Down, keymap.Down, keymap.Range, keymap.Down, keymap.Down, keymap.Range)
	if want := "2 references"; !strings.Contains(p.footer(), want) {
		t.Errorf("over a heading: %q, want %s\n%s", p.footer(), want, p.Text())
	}
	// In the tree: what the filter leaves out stays out.
	p.Do(keymap.ClearMarks, keymap.ViewMode, keymap.Filter, "repo:*/acme/e2e tag:0.2.*", keymap.Confirm)
	p.Do(keymap.Top, keymap.Range, keymap.Bottom, keymap.Range)
	if want := "4 references"; !strings.Contains(p.footer(), want) {
		t.Errorf("in the tree: %q, want %s\n%s", p.footer(), want, p.Text())
	}
}

func TestLongTroubleIsSaid(t *testing.T) {
	e := engine(t)
	text := strings.Repeat("the layer store could not be read ", 5)
	e.Inject(sim.Fault{Match: sim.Match{Path: "/containers/json"}, Message: text})
	for _, width := range []int{80, 120, 200} {
		newJourney(t, open(t, e), width, 30).Sees("containers failed")
	}
}

func TestOtherButtonsDoNothing(t *testing.T) {
	p := newJourney(t, open(t, engine(t)), 120, 30)
	p.settles()
	before := p.Text()
	for _, button := range []tea.MouseButton{tea.MouseMiddle, tea.MouseRight} {
		p.Model.Send(tea.MouseClickMsg{X: 2, Y: 6, Button: button})
	}
	p.Model.Send(tea.MouseWheelMsg{Button: tea.MouseWheelRight})
	if p.Text() != before {
		t.Errorf("the screen changed:\n%s", p.Text())
	}
	p.Do(keymap.Filter, "a")
	p.Model.Send(tea.MouseClickMsg{X: 3, Y: 5, Button: tea.MouseLeft})
	p.Do(keymap.Back)
	if !strings.Contains(p.footer(), "nothing marked") {
		t.Errorf("a click on a suggestion reached the list below it: %q", p.footer())
	}
}

func TestAnImageIsShownThroughItsFold(t *testing.T) {
	p := newJourney(t, open(t, engine(t)), 120, 40)
	p.settles()
	p.Do(keymap.Pane(2))
	p.Sees("HOLDS")
	p.Do(keymap.Pane(1), keymap.ViewMode, keymap.Filter, "redis", keymap.Confirm)
	p.Sees("▾ redis")
	p.Do(keymap.Top, keymap.Details)
	p.Sees("▸ redis")
	p.Do(keymap.Pane(2), keymap.Filter, "redis", keymap.Confirm, keymap.Details)
	p.Sees("▾ redis")
	if strings.Contains(p.Text(), "filters were cleared") {
		t.Error("the filters were cleared, which hid nothing")
	}
}

// TestBranchTotals is about a layer that two images share and no image is: it
// counts once, which nobody can tell from sizes of images.
func TestBranchTotals(t *testing.T) {
	w := modeltest.New(3, now)
	add := func(from *modeltest.Image, tag string, size int64) *modeltest.Image {
		return w.Build(modeltest.Recipe{From: from, Tags: []string{tag}, Add: []modeltest.Instruction{modeltest.Run("RUN "+tag, size)}})
	}
	middle := add(add(nil, "base:1", 1e9), "middle:1", 4e9)
	add(middle, "left:1", 1e6)
	add(middle, "right:1", 1e6)
	e := sim.New(w, sim.Options{Clock: clock})
	t.Cleanup(e.Close)
	p := newJourney(t, open(t, e), 120, 30)
	p.Sees("4 of 4")
	p.settles()
	p.Do(keymap.ViewMode, keymap.ViewMode)
	p.Sees("  5.0 GB")
	if strings.Contains(p.Text(), "≤") {
		t.Errorf("a total that is exact is shown as a bound:\n%s", p.Text())
	}
	if err := e.RemoveImage("middle:1", false); err != nil {
		t.Fatal(err)
	}
	p.Sees("≤9.0 GB")
}
