// Package dialog holds the boxes over the panes: menus, prompts, questions, texts and the
// help. They do no I/O: the root opens them, passes keys to them and acts on the choice.
package dialog

import (
	"strings"

	"charm.land/lipgloss/v2"

	"jettison/keymap"
	"jettison/ui/theme"
)

// Outcome is the effect of a key on a dialog.
type Outcome uint8

// The outcomes. A dialog that is not Open has ended.
const (
	Open   Outcome = iota
	Closed         // nothing was chosen
	Taken          // something was chosen
)

// Dialog is a box over the panes.
type Dialog interface {
	SetStyles(styles *theme.Styles)
	// SetSize sets the size of the screen in cells.
	SetSize(width, height int)
	// View draws the box, at most as large as the screen.
	View() string
	// Press handles a key, by its name and by what it means in a dialog, which
	// is empty when it means nothing there.
	Press(key string, action keymap.Action) Outcome
	// Click handles a click on a cell of the box.
	Click(x, y int) Outcome
	Wheel(rows int)
}

// base is the part that all boxes share.
type base struct {
	styles        *theme.Styles
	width, height int // of the screen
	drawn         int // the width of the box as drawn, in cells; 0 before
}

// SetStyles changes the styles.
func (b *base) SetStyles(styles *theme.Styles) { b.styles = styles }

// SetSize sets the size of the screen in cells.
func (b *base) SetSize(width, height int) { b.width, b.height = width, height }

// The cells that the frame takes: a border and a blank at each side.
const (
	frameWidth  = 4
	frameHeight = 2
)

// room returns the largest size of the inside of the box, in cells.
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
	const besideCorner = 2
	edges := strings.Split(lipgloss.NewStyle().Border(s.Glyphs.Box).Width(b.drawn).Render(""), "\n")
	top, bottom := s.Border.Render(edges[0]), s.Border.Render(edges[len(edges)-1])
	top = Over(top, s.Title.Render(" "+s.Cut(title, width-2)+" "), besideCorner, 0)
	if foot = " " + foot + " "; len(foot) > 2 && theme.Width(foot) <= width {
		bottom = Over(bottom, s.Dim.Render(foot), b.drawn-besideCorner-theme.Width(foot), 0)
	}
	left, right := s.Border.Render(s.Glyphs.Box.Left)+" ", " "+s.Border.Render(s.Glyphs.Box.Right)
	box := make([]string, 0, len(lines)+frameHeight)
	box = append(box, top)
	for _, line := range lines {
		box = append(box, left+s.Fit(line, width)+right)
	}
	return strings.Join(append(box, bottom), "\n")
}
