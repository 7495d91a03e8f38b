package ui_test

import (
	"strings"
	"testing"

	"jettison/dockerx/sim"
	"jettison/keymap"
	"jettison/model/modeltest"
)

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
