package dialog

import (
	"jettison/keymap"
	"jettison/model/words"
	"jettison/ui/theme"
)

// Item is one line of a menu.
type Item struct {
	Key    string // chooses it at once; may be empty
	Label  string
	About  string // what it is for, in a few words
	Figure string // its effect in numbers, at the right
	Chosen bool   // it is in force
	Off    string // why it can't be chosen; empty when it can
}

// Menu offers a choice of items.
type Menu struct {
	base
	list
	title string
	items []Item
}

// NewMenu returns a menu with its cursor on the item in force.
func NewMenu(styles *theme.Styles, title string, items []Item) *Menu {
	m := &Menu{base: base{styles: styles}, title: title, items: items}
	for i := range items {
		if items[i].Chosen {
			m.cursor = i
		}
	}
	return m
}

// Choice returns the index of the item under the cursor: after Taken, the chosen one.
func (m *Menu) Choice() int { return m.cursor }

func (m *Menu) rows() int {
	_, height := m.room()
	return max(1, min(len(m.items), height))
}

// Press chooses by an item's key, or moves.
func (m *Menu) Press(key string, action keymap.Action) Outcome {
	for i := range m.items {
		if m.items[i].Key != "" && m.items[i].Key == key {
			m.cursor = i
			m.clampCursor(len(m.items), m.rows())
			return m.take()
		}
	}
	switch action {
	case keymap.Back:
		return Closed
	case keymap.Confirm:
		return m.take()
	default:
		m.move(action, len(m.items), m.rows())
	}
	return Open
}

func (m *Menu) take() Outcome {
	if m.cursor >= len(m.items) || m.items[m.cursor].Off != "" {
		return Open
	}
	return Taken
}

// Click chooses the item at a cell.
func (m *Menu) Click(x, y int) Outcome {
	row := m.offset + y - 1
	if !m.inside(x) || y < 1 || y > m.rows() || row >= len(m.items) {
		return Open
	}
	m.cursor = row
	return m.take()
}

// Wheel moves the cursor.
func (m *Menu) Wheel(rows int) {
	m.cursor += rows
	m.clampCursor(len(m.items), m.rows())
}

// View draws the menu.
func (m *Menu) View() string {
	s := m.styles
	m.clampCursor(len(m.items), m.rows())
	var keys, labels, abouts, figures int
	for i := range m.items {
		item := &m.items[i]
		keys, labels = max(keys, theme.Width(item.Key)), max(labels, theme.Width(item.Label))
		abouts, figures = max(abouts, theme.Width(m.about(item))), max(figures, theme.Width(item.Figure))
	}
	most, _ := m.room()
	labels = min(labels, max(0, most-keys-5))
	width := 2 + keys + 2 + labels
	if figures > 0 && width+2+figures <= most {
		width += 2 + figures
	} else {
		figures = 0
	}
	if abouts = min(abouts, most-width-2); abouts < 8 {
		abouts = 0
	} else {
		width += 2 + abouts
	}
	width = min(most, max(width, theme.Width(m.title)+3))
	lines := make([]string, 0, m.rows())
	for i := m.offset; i < min(len(m.items), m.offset+m.rows()); i++ {
		item := &m.items[i]
		label := s.Text
		switch {
		case item.Off != "":
			label = s.Faint
		case i == m.cursor:
			label = s.Strong
		}
		mark, tick := " ", " "
		if i == m.cursor {
			mark = s.Accent.Render(s.Glyphs.Cursor)
		}
		if item.Chosen {
			tick = s.Good.Render(s.Glyphs.Done)
		}
		line := mark + tick + s.Key.Render(s.Fit(item.Key, keys)) + "  " + label.Render(s.Fit(item.Label, labels))
		if abouts > 0 {
			line += "  " + s.Dim.Render(s.Fit(m.about(item), abouts))
		}
		if figures > 0 {
			line += theme.Spaces(width-theme.Width(line)-figures) + s.Text.Render(s.FitRight(item.Figure, figures))
		}
		lines = append(lines, line)
	}
	foot := ""
	if len(m.items) > m.rows() {
		foot = words.Plural(len(m.items), "choice")
	}
	return m.frame(m.title, width, lines, foot)
}

func (m *Menu) about(item *Item) string {
	if item.Off != "" {
		return item.Off
	}
	return item.About
}
