package ui

import (
	tea "charm.land/bubbletea/v2"

	"jettison/keymap"
	"jettison/ui/dialog"
)

// wheelRows is how many rows one turn of the wheel scrolls.
const wheelRows = 3

func (m *Model) click(x, y int) tea.Cmd {
	if d, ok := m.top(); ok {
		left, up := dialog.Place(d.View(), m.width, m.height)
		return m.settle(d, d.Click(x-left, y-up))
	}
	if y == tabsRow && m.session != nil && m.plan == nil {
		if at, ok := m.tabAt(x); ok {
			m.goTo(at)
		}
		return nil
	}
	switch m.context() {
	case keymap.InPlan:
		m.plan.Click(x, y-above)
	case keymap.InJob:
		m.removal.pane.Click(x, y-above)
	case keymap.InStart:
	case keymap.InDetails:
		if m.wide() && x < m.listWidth() {
			m.inspector.focused = false
			m.layout()
			m.pane().Click(x, y-above)
		}
	default:
		m.pane().Click(x, y-above)
	}
	return nil
}

func (m *Model) wheel(button tea.MouseButton) {
	rows := wheelRows
	if button == tea.MouseWheelUp {
		rows = -wheelRows
	}
	if d, ok := m.top(); ok {
		d.Wheel(rows)
		return
	}
	switch m.context() {
	case keymap.InPlan:
		m.plan.Wheel(rows)
	case keymap.InJob:
		m.removal.pane.Wheel(rows)
	case keymap.InDetails:
		m.inspector.pane.Wheel(rows)
	case keymap.InStart:
	default:
		m.pane().Wheel(rows)
	}
}
