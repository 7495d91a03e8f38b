package ui

import (
	tea "charm.land/bubbletea/v2"

	"jettison/ui/dialog"
)

// wheelRows is how many rows one turn of the wheel scrolls.
const wheelRows = 3

// click acts on the left button; the others are the terminal's.
func (m *Model) click(mouse tea.Mouse) tea.Cmd {
	if mouse.Button != tea.MouseLeft {
		return nil
	}
	x, y := mouse.X, mouse.Y
	if d, ok := m.top(); ok {
		left, up := dialog.Place(d.View(), m.width, m.height)
		return m.handleOutcome(d, d.Click(x-left, y-up))
	}
	if m.filter.open && y >= above && y < above+len(m.candidateLines()) {
		return nil // the suggestions cover the list there
	}
	if y == tabsRow && m.session != nil && m.plan() == nil {
		if at, ok := m.tabAt(x); ok {
			m.goTo(at)
		}
		return nil
	}
	m.view().Click(x, y-above)
	return nil
}

func (m *Model) wheel(button tea.MouseButton) {
	var rows int
	switch button {
	case tea.MouseWheelUp:
		rows = -wheelRows
	case tea.MouseWheelDown:
		rows = wheelRows
	default:
		return // sideways: nothing is wider than the screen
	}
	if d, ok := m.top(); ok {
		d.Wheel(rows)
		return
	}
	m.view().Wheel(rows)
}
