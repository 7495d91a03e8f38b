package ui_test

import (
	"strings"
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
