package ui_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// clicks presses the mouse's button at the first place of a text on the screen.
func (p *person) clicks(text string) {
	p.t.Helper()
	for y, line := range strings.Split(p.sees(), "\n") {
		if before, _, found := strings.Cut(line, text); found {
			p.send(tea.MouseClickMsg{X: ansi.StringWidth(before), Y: y, Button: tea.MouseLeft})
			return
		}
	}
	p.t.Fatalf("no %q to click on:\n%s", text, p.sees())
}

func TestMouse(t *testing.T) {
	p := newPerson(t, open(t, engine(t)), 120, 30)
	p.settles()
	p.clicks("Containers")
	p.waits("HOLDS")
	p.clicks("Disk")
	p.waits("reclaimable")
	p.clicks("Local volumes")
	p.waits("DRIVER")
	p.clicks("Images")
	p.waits("REPOSITORY")
	p.clicks("TAG")
	p.waits("by tag ↑")
	p.clicks("TAG")
	p.waits("by tag ↓")
	before := p.sees()
	p.send(tea.MouseWheelMsg{Button: tea.MouseWheelDown})
	if p.sees() == before {
		t.Error("the wheel moves nothing")
	}
	p.types("m")
	p.clicks("dangling")
	p.waits("by dangling")
	p.clicks("jettison") // nothing is there
	p.types("d")
	p.waits("Plan ·")
	before = p.sees()
	p.clicks("Containers") // a plan stays until it is left
	if p.sees() != before {
		t.Errorf("a click beside the plan changed the screen:\n%s", p.sees())
	}
}
