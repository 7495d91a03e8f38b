// Package dialog holds the boxes that open over the panes: menus, prompts,
// questions, texts and the help. They do no I/O; the root opens them, hands
// them keys and acts on what was chosen.
package dialog

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"jettison/keymap"
	"jettison/ui/theme"
)

// Outcome is what a key did to a dialog.
type Outcome uint8

// The outcomes. A dialog that is not Open is done with.
const (
	Open   Outcome = iota
	Closed         // nothing was chosen
	Taken          // something was chosen
)

// Dialog is a box over the panes.
type Dialog interface {
	SetStyles(styles *theme.Styles)
	// SetSize says how large the whole screen is.
	SetSize(width, height int)
	// View is the box, at most as large as the screen.
	View() string
	// Press handles a key, by its name and by what it means in a dialog, which
	// is empty when it means nothing there.
	Press(key string, action keymap.Action) Outcome
	// Click handles a click on a cell of the box.
	Click(x, y int) Outcome
	Wheel(rows int)
}

// base is what all boxes share.
type base struct {
	styles        *theme.Styles
	width, height int // of the screen
	drawn         int // how wide the box was drawn, in cells; 0 before
}

// SetStyles changes the looks.
func (b *base) SetStyles(styles *theme.Styles) { b.styles = styles }

// SetSize says how large the screen is.
func (b *base) SetSize(width, height int) { b.width, b.height = width, height }

// The cells that the frame takes: a border and a blank at each side.
const (
	frameWidth  = 4
	frameHeight = 2
)

// room is the most cells that the inside of the box may take.
func (b *base) room() (width, height int) {
	return max(0, b.width-frameWidth), max(0, b.height-frameHeight)
}

// inside reports whether a column of the box lies between its borders. The root
// hands over every click, those beside the box too.
func (b *base) inside(x int) bool { return x > 0 && x < b.drawn-1 }

// frame draws lines in a titled box that is width cells wide inside. On a screen
// too small for the frame it returns nothing.
func (b *base) frame(title string, width int, lines []string, foot string) string {
	s := b.styles
	b.drawn = 0
	if b.width < frameWidth+4 || b.height < frameHeight+1 {
		return ""
	}
	b.drawn = width + frameWidth
	g := &s.Glyphs
	top := g.Line + " " + s.Cut(title, width-2) + " "
	var out strings.Builder
	out.WriteString(s.Border.Render(g.Corners[0]+g.Line) + s.Title.Render(top[len(g.Line):]) +
		s.Border.Render(strings.Repeat(g.Line, max(0, width+1-theme.Width(top)+1))+g.Corners[1]))
	for _, line := range lines {
		line = s.Cut(line, width)
		out.WriteString("\n" + s.Border.Render(g.Vertical) + " " + line + theme.Spaces(width-theme.Width(line)) + " " +
			s.Border.Render(g.Vertical))
	}
	bottom := ""
	if foot != "" && theme.Width(foot) <= width-2 {
		bottom = " " + foot + " "
	}
	rest := width + 2 - theme.Width(bottom) - 1
	out.WriteString("\n" + s.Border.Render(g.Corners[2]+strings.Repeat(g.Line, max(0, rest))) + s.Dim.Render(bottom) +
		s.Border.Render(g.Line+g.Corners[3]))
	return out.String()
}

// Place is where a box goes so that it is in the middle of the screen, a little
// above it as the eye likes it.
func Place(box string, width, height int) (x, y int) {
	rows := strings.Count(box, "\n") + 1
	first, _, _ := strings.Cut(box, "\n")
	return max(0, (width-ansi.StringWidth(first))/2), max(0, (height-rows)/3)
}

// Over lays a box over the lines of a screen, its corner at a cell. What the
// box covers of a wide character becomes a blank.
func Over(screen, box string, x, y int) string {
	if box == "" {
		return screen
	}
	lines := strings.Split(screen, "\n")
	for i, row := range strings.Split(box, "\n") {
		at := y + i
		for at >= len(lines) {
			lines = append(lines, "")
		}
		end := x + ansi.StringWidth(row)
		left := ansi.Truncate(lines[at], x, "")
		left += theme.Spaces(x - ansi.StringWidth(left))
		width := ansi.StringWidth(lines[at])
		right := ansi.TruncateLeft(lines[at], end, "")
		if width > end && ansi.StringWidth(right) > width-end { // a wide character lies across the edge
			right = ansi.TruncateLeft(lines[at], end+1, "")
		}
		right = theme.Spaces(width-end-ansi.StringWidth(right)) + right
		lines[at] = left + "\x1b[m" + row + right
	}
	return strings.Join(lines, "\n")
}
