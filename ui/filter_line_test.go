package ui_test

import (
	"strings"
	"testing"

	"jettison/keymap"
)

func TestWrongQueryKeepsTheLastGoodList(t *testing.T) {
	p := newJourney(t, open(t, engine(t)), 120, 30)
	p.waitsUntilKnown()
	p.Do(keymap.Filter, "dangling")
	const row = 15 // below the ways to complete the line
	good := strings.Split(p.Text(), "\n")[row]
	p.Do(" (")
	if !strings.Contains(p.Text(), "column") {
		t.Errorf("no place of the open bracket:\n%s", p.Text())
	}
	if got := strings.Split(p.Text(), "\n")[row]; got != good {
		t.Errorf("the list changed from\n%s\nto\n%s", good, got)
	}
}

func TestAMisspelledStateIsPointedOut(t *testing.T) {
	p := newJourney(t, open(t, engine(t)), 120, 30)
	p.waitsUntilKnown()
	p.Do(keymap.Filter, "danglng")
	const hint = "`danglng` is looked for in names, and none has it; did you mean `dangling`?"
	if !strings.Contains(p.Text(), hint) {
		t.Errorf("no hint:\n%s", p.Text())
	}
	p.Do(" or dangling")
	if strings.Contains(p.Text(), hint) {
		t.Errorf("a hint beside a list:\n%s", p.Text())
	}
}
