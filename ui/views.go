package ui

import (
	"slices"

	"jettison/ui/pane"
	"jettison/ui/plan"
)

// views are the views over the pane, the last one on top.
type views []pane.View

// has reports whether a view is open.
func (v views) has(view pane.View) bool { return slices.Contains(v, view) }

// view returns what fills the body of the screen. It gets the keys that no dialog and
// no input line takes.
func (m *Model) view() pane.View {
	switch n := len(m.over); {
	case n > 0:
		return m.over[n-1]
	case m.session == nil:
		return m.start
	}
	return m.pane()
}

// openView puts a view on top.
func (m *Model) openView(view pane.View) {
	m.closeView(view)
	view.SetStyles(m.styles)
	view.SetSize(m.width, m.body())
	m.over = append(m.over, view)
}

// closeView closes a view, if it is open.
func (m *Model) closeView(view pane.View) {
	m.over = slices.DeleteFunc(m.over, func(v pane.View) bool { return v == view })
}

// plan returns the open plan, which is always on top; nil when none is open.
func (m *Model) plan() *plan.Pane {
	if n := len(m.over); n > 0 {
		p, _ := m.over[n-1].(*plan.Pane)
		return p
	}
	return nil
}

// closePlan closes the plan, if one is open.
func (m *Model) closePlan() {
	if p := m.plan(); p != nil {
		m.closeView(p)
	}
}
