package ui

import (
	tea "charm.land/bubbletea/v2"

	"jettison/keymap"
)

// wheelRows is how many rows one turn of the wheel scrolls.
const wheelRows = 3

func (m *Model) click(x, y int) {
	switch m.context() {
	case keymap.InPlan:
		m.plan.Click(x, y-above)
	case keymap.InImages:
		m.images.Click(x, y-above)
	default:
	}
}

func (m *Model) wheel(button tea.MouseButton) {
	rows := wheelRows
	if button == tea.MouseWheelUp {
		rows = -wheelRows
	}
	switch m.context() {
	case keymap.InPlan:
		m.plan.Wheel(rows)
	case keymap.InImages:
		m.images.Wheel(rows)
	default:
	}
}
