package details

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"jettison/ui/theme"
)

// indent is the width in cells left of everything below a heading.
const indent = 2

// labelWidth is the width in cells of the labels of facts.
const labelWidth = 11

// page collects the lines of a pane.
type page struct {
	styles *theme.Styles
	width  int
	lines  []string
	starts [sectionCount]int
	at     Section // the section that was jumped to
	marked bool    // show at
}

// heading starts a section. note stands behind its title.
func (g *page) heading(section Section, title, note string) {
	s := g.styles
	if len(g.lines) > 0 {
		g.add("")
	}
	g.starts[section] = len(g.lines)
	sign := " "
	if g.marked && g.at == section {
		sign = s.Accent.Render(s.Glyphs.Cursor)
	}
	line := sign + s.Title.Render(s.Cut(title, g.width-2))
	if room := g.width - theme.Width(line) - 3; note != "" && room > 3 {
		line += "  " + s.Dim.Render(s.Cut(note, room))
	}
	g.add(line)
}

// add adds a line, which may have sequences, and cuts it to the width.
func (g *page) add(line string) {
	if theme.Width(line) > g.width {
		line = ansi.Truncate(line, g.width, "")
	}
	g.lines = append(g.lines, line)
}

// text adds wrapped text below a heading.
func (g *page) text(style theme.Style, text string) { g.signed("", theme.Style{}, style, text) }

// signed adds wrapped text with a sign in front of its first line.
func (g *page) signed(sign string, signStyle, style theme.Style, text string) {
	left := indent
	if sign != "" {
		left += theme.Width(sign) + 1
	}
	for i, line := range theme.Wrap(text, max(1, g.width-left-1)) {
		if i == 0 && sign != "" {
			g.add(theme.Spaces(indent) + signStyle.Render(sign) + " " + style.Render(line))
			continue
		}
		g.add(theme.Spaces(left) + style.Render(strings.TrimLeft(line, " ")))
	}
}

// fact adds a labeled value, wrapped below its start.
func (g *page) fact(label, value string, style theme.Style) {
	if value == "" {
		return
	}
	name := g.styles.Dim.Render(g.styles.Fit(label, labelWidth))
	for _, line := range theme.Wrap(value, max(1, g.width-indent-labelWidth-2)) {
		g.add(theme.Spaces(indent) + name + " " + style.Render(strings.TrimLeft(line, " ")))
		name = theme.Spaces(labelWidth)
	}
}

// ends adds a line with text at the left, cut if need be, and a number at the right.
func (g *page) ends(prefix, text string, style theme.Style, right string, rightStyle theme.Style) {
	s := g.styles
	room := g.width - indent - theme.Width(prefix) - theme.Width(right) - 2
	if room < 4 {
		right, room = "", g.width-indent-theme.Width(prefix)-1
	}
	text = s.CutStart(text, room)
	gap := theme.Spaces(room - theme.Width(text) + 1)
	g.add(theme.Spaces(indent) + s.Faint.Render(prefix) + style.Render(text) + gap + rightStyle.Render(right))
}
