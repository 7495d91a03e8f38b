package ui

import (
	"jettison/keymap"
	"jettison/ui/theme"
)

// place is one of the panes that the tabs switch between.
type place uint8

const (
	placeImages place = iota
	placeContainers
	placeDisk
	placeTrends
	placeCount
)

func (p place) title() string {
	switch p {
	case placeContainers:
		return "Containers"
	case placeDisk:
		return "Disk"
	case placeTrends:
		return "Trends"
	case placeImages, placeCount:
	}
	return "Images"
}

func (p place) context() keymap.Context {
	switch p {
	case placeContainers:
		return keymap.InContainers
	case placeDisk:
		return keymap.InDisk
	case placeTrends:
		return keymap.InTrends
	case placeImages, placeCount:
	}
	return keymap.InImages
}

// pane is what every pane can do.
type pane interface {
	SetStyles(styles *theme.Styles)
	SetSize(width, height int)
	SetFocused(focused bool)
	View() string
	Click(x, y int)
	Wheel(rows int)
	Shown() (shown, all int)
	Hints() []keymap.Action
}

// pane is the one that the tabs show.
func (m *Model) pane() pane { return m.paneAt(m.at) }

func (m *Model) paneAt(at place) pane {
	switch at {
	case placeContainers:
		return m.containers
	case placeDisk:
		return m.disk
	case placeTrends:
		return m.trends
	case placeImages, placeCount:
	}
	return m.images
}

// goTo shows a pane; what was open over the one before closes.
func (m *Model) goTo(at place) {
	if m.filter.open {
		m.closeFilter()
	}
	m.at, m.removal.shown, m.recovery.shown = at%placeCount, false, false
	m.showSnapshot()
	m.layout()
}
