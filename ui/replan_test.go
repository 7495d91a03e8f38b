package ui_test

import (
	"net/http"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"jettison/dockerx/sim"
	"jettison/model/modeltest"
)

// footer is the line of the marks.
func (p *person) footer() string {
	lines := strings.Split(p.sees(), "\n")
	return lines[len(lines)-2]
}

// refusedRemoval removes two of four images, which both get a container as soon as
// their plan is shown.
func refusedRemoval(t *testing.T) *person {
	t.Helper()
	e := small(t, "aa:1", "bb:1", "cc:1", "dd:1")
	p := newPerson(t, open(t, e), 120, 30)
	p.waits("4 of 4")
	p.settles()
	p.types("/repo:aa or repo:bb\nad")
	p.waits("Plan ·")
	for _, name := range []string{"aa:1", "bb:1"} {
		if _, err := e.CreateContainer(name, "on-"+name[:1]); err != nil {
			t.Fatal(err)
		}
	}
	p.types("\n")
	p.waits("The removal ended; 2 steps not done as planned")
	return p
}

func TestAStepPlannedAgainTakesNothingElseAlong(t *testing.T) {
	p := refusedRemoval(t)
	p.waits("Containers 2")
	p.types("\x1b/repo:cc or repo:dd\naJc")
	p.waits("Plan ·")
	p.types("\n")
	p.waits("The removal ended.")
	p.waits("2 references marked")
	p.types("Jx")
	p.waits("This is the removal before")
	p.waits("bb:1")
}

func TestAnEndedRemovalCanBePutAwayAtOnce(t *testing.T) {
	p := newPerson(t, open(t, engine(t)), 120, 30)
	p.settles()
	p.types("/unused size>3GB\nad")
	p.waits("Plan · deletes")
	p.types("\nJ")
	p.waits("all done")
	p.types("x")
	p.waits("nothing marked")
}

func TestNothingCameBackThatCannotBeKnown(t *testing.T) {
	e := small(t, "aa:1", "bb:1", "cc:1")
	p := newPerson(t, open(t, e), 120, 30)
	p.waits("3 of 3")
	p.settles()
	hang := e.Inject(sim.Fault{Match: sim.Match{Path: "/system/df"}, Kind: sim.FaultHang})
	for _, name := range []string{"aa", "bb"} {
		p.types("\x1b/repo:" + name + "\nd")
		p.waits("Plan ·")
		p.types("\n")
		p.waits("The removal ended.")
	}
	hang.Release()
	p.types("J")
	p.waits("unknown")
}

// TestQuitting is about a removal whose step hangs.
func TestQuitting(t *testing.T) {
	e := engine(t)
	p := newPerson(t, open(t, e), 120, 30)
	p.settles()
	hang := e.Inject(sim.Fault{Match: sim.Match{Method: http.MethodDelete}, Kind: sim.FaultHang})
	defer hang.Release()
	p.types("/unused size>3GB\nad")
	p.waits("Plan · deletes")
	p.types("\n")
	p.waits("X cancels")
	for range 3 {
		p.send(tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl})
	}
	p.types("s")
	if strings.Contains(p.sees(), "A removal is under way") {
		t.Fatal("the question was asked more than once")
	}
	p.types("\x1b ")
	if !strings.Contains(p.footer(), "marked") || !strings.Contains(p.footer(), "0 of ") {
		t.Errorf("marks and removal are not both in %q", p.footer())
	}
	p.send(tea.KeyPressMsg{Code: 'c', Mod: tea.ModCtrl})
	p.types("n")
	p.quits()
}

func TestKeysOfAPaneWithDetailsOpenElsewhere(t *testing.T) {
	p := newPerson(t, open(t, engine(t)), 80, 24)
	p.settles()
	p.types("i2")
	before := p.sees()
	p.types("j")
	if p.sees() == before {
		t.Error("j does nothing in Containers")
	}
	p.types("s")
	p.waits("Sort by")
}

func TestRanges(t *testing.T) {
	e := engine(t)
	p := newPerson(t, open(t, e), 120, 40)
	p.settles()
	p.types("gvjj")
	if err := e.Tag("busybox:latest", "zzz:new"); err != nil {
		t.Fatal(err)
	}
	p.waits("298 of 298")
	p.types("v")
	if want := "3 references"; !strings.Contains(p.footer(), want) {
		t.Errorf("over a change: %q, want %s", p.footer(), want)
	}
	// By repository: from the last of a group over the next heading.
	p.types("utgjjjjjvjjv")
	if want := "2 references"; !strings.Contains(p.footer(), want) {
		t.Errorf("over a heading: %q, want %s\n%s", p.footer(), want, p.sees())
	}
	// In the tree: what the filter leaves out stays out.
	p.types("ut/repo:*/acme/e2e tag:0.2.*\n")
	p.types("gvGv")
	if want := "4 references"; !strings.Contains(p.footer(), want) {
		t.Errorf("in the tree: %q, want %s\n%s", p.footer(), want, p.sees())
	}
}

func TestLongTroubleIsSaid(t *testing.T) {
	e := engine(t)
	text := strings.Repeat("the layer store could not be read ", 5)
	e.Inject(sim.Fault{Match: sim.Match{Path: "/containers/json"}, Message: text})
	for _, width := range []int{80, 120, 200} {
		newPerson(t, open(t, e), width, 30).waits("containers failed")
	}
}

func TestOtherButtonsDoNothing(t *testing.T) {
	p := newPerson(t, open(t, engine(t)), 120, 30)
	p.settles()
	before := p.sees()
	for _, button := range []tea.MouseButton{tea.MouseMiddle, tea.MouseRight} {
		p.send(tea.MouseClickMsg{X: 2, Y: 6, Button: button})
	}
	p.send(tea.MouseWheelMsg{Button: tea.MouseWheelRight})
	if p.sees() != before {
		t.Errorf("the screen changed:\n%s", p.sees())
	}
	p.types("/a")
	p.send(tea.MouseClickMsg{X: 3, Y: 5, Button: tea.MouseLeft})
	p.types("\x1b")
	if !strings.Contains(p.footer(), "nothing marked") {
		t.Errorf("a click on a suggestion reached the list below it: %q", p.footer())
	}
}

func TestAnImageIsShownThroughItsFold(t *testing.T) {
	p := newPerson(t, open(t, engine(t)), 120, 40)
	p.settles()
	p.types("2")
	p.waits("HOLDS")
	p.types("1t/redis\n")
	p.waits("▾ redis")
	p.types("g\n")
	p.waits("▸ redis")
	p.types("2/redis\n\n")
	p.waits("▾ redis")
	if strings.Contains(p.sees(), "filters were cleared") {
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
	p := newPerson(t, open(t, e), 120, 30)
	p.waits("4 of 4")
	p.settles()
	p.types("tt")
	p.waits("  5.0 GB")
	if strings.Contains(p.sees(), "≤") {
		t.Errorf("a total that is exact is shown as a bound:\n%s", p.sees())
	}
	if err := e.RemoveImage("middle:1", false); err != nil {
		t.Fatal(err)
	}
	p.waits("≤9.0 GB")
}
