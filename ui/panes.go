package ui

import (
	"jettison/ui/cache"
	"jettison/ui/containers"
	"jettison/ui/dialog"
	"jettison/ui/disk"
	"jettison/ui/pane"
	"jettison/ui/volumes"
)

// newPanes are the panes in the order of their tabs.
func (m *Model) newPanes() []tab {
	return m.newTabs(
		m.images,
		containers.New(m.styles, m.opts.Keys, m.marks),
		disk.New(m.styles, m.opts.Keys, m.marks),
		m.trends,
		volumes.New(m.styles, m.opts.Keys, m.marks),
		cache.New(m.styles, m.opts.Keys, m.marks),
	)
}

// tab is a pane and what the root keeps for it.
type tab struct {
	pane.Pane
	history *dialog.History // of what was typed into its filter
}

// newTabs gives the panes their histories. All panes that take queries about images share
// one, also with the rules to mark by: the same text means other things elsewhere.
func (m *Model) newTabs(panes ...pane.Pane) []tab {
	tabs := make([]tab, len(panes))
	for i, p := range panes {
		tabs[i] = tab{p, m.queries}
		if p.FilterKind() != pane.FilterQuery {
			tabs[i].history = dialog.NewHistory(nil)
		}
	}
	return tabs
}

// tab returns the tab that is shown.
func (m *Model) tab() *tab { return &m.panes[m.at] }

// pane returns the pane that is shown.
func (m *Model) pane() pane.Pane { return m.panes[m.at].Pane }

// goTo shows the pane of a tab and closes the views over it.
func (m *Model) goTo(at int) {
	if m.filter.open {
		m.closeFilter()
	}
	m.at, m.over = at, nil
	m.showSnapshot()
	m.layout()
}

// goToPane shows a pane.
func (m *Model) goToPane(p pane.Pane) {
	for at := range m.panes {
		if m.panes[at].Pane == p {
			m.goTo(at)
		}
	}
}
