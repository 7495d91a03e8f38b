package table

import "jettison/ui/theme"

// View draws the table in exactly its size: every line is as wide as the table.
func (t *Table) View() string {
	if t.width == 0 || t.height == 0 {
		return ""
	}
	b := t.line[:0]
	if t.header() == 1 {
		b = t.appendHeader(b)
		b = append(b, '\n')
	}
	if t.Len() == 0 {
		b = t.appendEmpty(b)
	} else {
		b = t.appendRows(b)
	}
	t.line = b
	return string(b)
}

func (t *Table) appendHeader(b []byte) []byte {
	b = appendSpaces(b, min(t.gutter(), t.width))
	x := min(t.gutter(), t.width)
	for _, p := range t.shown {
		b = appendSpaces(b, p.x-x)
		b = t.appendTitle(b, p)
		x = p.x + p.width
	}
	return appendSpaces(b, t.width-x)
}

// appendTitle puts the arrow on the side away from the text, so that titles don't move
// when the order changes.
func (t *Table) appendTitle(b []byte, p placed) []byte {
	c := &t.columns[p.column]
	if c.ID != t.sorted || t.sorted == "" {
		title := t.styles.Cut(c.Title, p.width)
		pad := p.width - theme.Width(title)
		if c.Align == Right {
			b = appendSpaces(b, pad)
			return t.styles.Header.AppendOver(b, theme.Style{}, title)
		}
		b = t.styles.Header.AppendOver(b, theme.Style{}, title)
		return appendSpaces(b, pad)
	}
	arrow := t.styles.Glyphs.SortUp
	if t.descending {
		arrow = t.styles.Glyphs.SortDown
	}
	if theme.Width(c.Title)+2 <= p.width {
		if c.Align == Right {
			arrow += " "
		} else {
			arrow = " " + arrow
		}
	}
	title := t.styles.Cut(c.Title, p.width-theme.Width(arrow))
	pad := p.width - theme.Width(title) - theme.Width(arrow)
	if c.Align == Right {
		b = appendSpaces(b, pad)
		return t.styles.Sorted.AppendOver(b, theme.Style{}, arrow+title)
	}
	b = t.styles.Sorted.AppendOver(b, theme.Style{}, title+arrow)
	return appendSpaces(b, pad)
}

func (t *Table) appendEmpty(b []byte) []byte {
	for y := range t.body() {
		if y > 0 {
			b = append(b, '\n')
		}
		// One line stays free above the words.
		if y == 0 || y > len(t.empty) {
			b = appendSpaces(b, t.width)
			continue
		}
		indent := min(t.gutter(), t.width)
		b = appendSpaces(b, indent)
		text := t.styles.Cut(t.empty[y-1], t.width-indent)
		b = t.styles.Dim.AppendOver(b, theme.Style{}, text)
		b = appendSpaces(b, t.width-indent-theme.Width(text))
	}
	return b
}

func (t *Table) appendRows(b []byte) []byte {
	from, to := t.thumb()
	for y := range t.body() {
		if y > 0 {
			b = append(b, '\n')
		}
		room := t.width - 1
		if row := t.offset + y; row < t.Len() {
			b = t.appendRow(b, row, room)
		} else {
			b = appendSpaces(b, room)
		}
		switch {
		case from == to:
			b = append(b, ' ')
		case y >= from && y < to:
			b = t.styles.Dim.AppendOver(b, theme.Style{}, t.styles.Glyphs.Thumb)
		default:
			b = t.styles.Faint.AppendOver(b, theme.Style{}, t.styles.Glyphs.Vertical)
		}
	}
	return b
}

// thumb returns where the scroll indicator's thumb begins and ends; nothing when
// everything is visible.
func (t *Table) thumb() (from, to int) {
	body, n := t.body(), t.Len()
	if n <= body || body < 2 {
		return 0, 0
	}
	size := max(1, body*body/n)
	from = t.offset * (body - size) / t.lastOffset()
	return from, from + size
}

func (t *Table) appendRow(b []byte, row, room int) []byte {
	flags := t.rows.Flags(row)
	base := t.base(row, flags)
	if !base.Plain() {
		b = base.AppendStart(b)
	}
	b, x := t.appendGutter(b, row, room, flags, base)
	for _, p := range t.shown {
		b = appendSpaces(b, p.x-x)
		b = t.appendCell(b, t.rows.Cell(row, p.column), &t.columns[p.column], p.width, flags, base)
		x = p.x + p.width
	}
	b = appendSpaces(b, room-x)
	if !base.Plain() {
		b = theme.Style{}.AppendStart(b)
	}
	return b
}

func (t *Table) base(row int, flags Flags) theme.Style {
	switch {
	case row == t.cursor && t.unfocused:
		return t.styles.Ranged
	case row == t.cursor:
		return t.styles.Selected
	case flags&Ranged != 0:
		return t.styles.Ranged
	}
	return theme.Style{}
}

func (t *Table) appendGutter(b []byte, row, room int, flags Flags, base theme.Style) ([]byte, int) {
	g := &t.styles.Glyphs
	x := 0
	put := func(style theme.Style, sign string) {
		if x < room {
			b = style.AppendOver(b, base, sign)
			x++
		}
	}
	if row == t.cursor {
		put(t.styles.Accent, g.Cursor)
	} else {
		put(theme.Style{}, " ")
	}
	put(theme.Style{}, " ")
	if !t.marks {
		return b, x
	}
	switch {
	case flags&Marked != 0:
		put(t.styles.Marked, g.Marked)
	case flags&Partly != 0:
		put(t.styles.Marked, g.Partly)
	default:
		put(theme.Style{}, g.Unmarked)
	}
	put(theme.Style{}, " ")
	return b, x
}

func (t *Table) appendCell(b []byte, cell Cell, c *Column, width int, flags Flags, base theme.Style) []byte {
	style := cell.Style
	if flags&Dimmed != 0 {
		style = t.styles.Dim
	}
	suffix := cell.Suffix
	if theme.Width(suffix) >= width {
		suffix = ""
	}
	prefix := t.styles.Cut(cell.Prefix, width-theme.Width(suffix))
	room := width - theme.Width(suffix) - theme.Width(prefix)
	text := cell.Text
	switch {
	case c.Whole && theme.Width(text) > room:
		text = t.styles.Cut(t.styles.Glyphs.Ellipsis, room)
	case c.CutStart:
		text = t.styles.CutStart(text, room)
	default:
		text = t.styles.Cut(text, room)
	}
	pad := room - theme.Width(text)
	if c.Align == Right {
		b = appendSpaces(b, pad)
	}
	b = t.styles.Faint.AppendOver(b, base, prefix)
	b = style.AppendOver(b, base, text)
	b = t.styles.Dim.AppendOver(b, base, suffix)
	if c.Align == Left {
		b = appendSpaces(b, pad)
	}
	return b
}

func appendSpaces(b []byte, n int) []byte { return append(b, theme.Spaces(n)...) }
