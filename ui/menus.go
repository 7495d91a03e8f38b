package ui

import (
	tea "charm.land/bubbletea/v2"

	"jettison/ui/dialog"
)

// openSortMenu offers the columns of the pane.
func (m *Model) openSortMenu() {
	p := m.pane()
	titles := p.Columns()
	if len(titles) == 0 {
		return
	}
	current, descending := p.Order()
	items := make([]dialog.Item, len(titles))
	for i, title := range titles {
		items[i].Label = title
		if i == current {
			items[i].Chosen = true
			items[i].About = "ascending; again for descending"
			if descending {
				items[i].About = "descending; again for ascending"
			}
		}
	}
	menu := dialog.NewMenu(m.styles, "Sort by", items)
	m.openDialog(menu, func() tea.Cmd {
		p.SortBy(menu.Choice())
		return nil
	})
}

// openQuickMenu offers the quick filters of the pane.
func (m *Model) openQuickMenu() {
	p := m.pane()
	title, items := p.QuickMenu()
	if len(items) == 0 {
		return
	}
	menu := dialog.NewMenu(m.styles, title, items)
	m.openDialog(menu, func() tea.Cmd {
		p.SetQuick(menu.Choice())
		return nil
	})
}
