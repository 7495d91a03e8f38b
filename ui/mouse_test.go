package ui_test

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"jettison/keymap"
)

func TestMouse(t *testing.T) {
	p := newJourney(t, open(t, engine(t)), 120, 30)
	p.settles()
	p.Click("Containers")
	p.Sees("HOLDS")
	p.Click("Disk")
	p.Sees("reclaimable")
	p.Click("Local volumes")
	p.Sees("DRIVER")
	p.Click("Images")
	p.Sees("REPOSITORY")
	p.Click("TAG")
	p.Sees("by tag ↑")
	p.Click("TAG")
	p.Sees("by tag ↓")
	before := p.Text()
	p.Model.Send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	if p.Text() == before {
		t.Error("the wheel moves nothing")
	}
	p.Do(keymap.MarkByRule)
	p.Click("dangling")
	p.Sees("by dangling")
	p.Click("jettison") // nothing is there
	p.Do(keymap.Plan)
	p.Sees("Plan ·")
	before = p.Text()
	p.Click("Containers") // a plan stays until it is left
	if p.Text() != before {
		t.Errorf("a click beside the plan changed the screen:\n%s", p.Text())
	}
}
