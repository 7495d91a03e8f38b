// Package inspect is the pane that shows everything known of one image.
package inspect

import (
	"strings"
	"time"

	"jettison/keymap"
	"jettison/model"
	"jettison/ui/theme"
)

// Section is a part of the pane that a key jumps to.
type Section uint8

// The sections in the order in which they are shown.
const (
	SectionTop Section = iota
	SectionBlockers
	SectionLayers
	sectionCount
)

// Pane shows one image: at once what the inventory knows, and the rest when
// the engine's details arrive. It does no I/O.
type Pane struct {
	styles *theme.Styles
	now    time.Time

	inv     *model.Inventory
	image   *model.Image
	ref     string // of the row, empty for an untagged image
	details *model.Details
	problem *model.Problem

	lines  []string
	starts [sectionCount]int // the first line of each section
	offset int
	jump   Section // to go to once the section is there; SectionTop for none

	width, height int
	framed        bool // it stands beside the list and needs a line between
	focused       bool
}

// New returns a pane that shows nothing yet.
func New(styles *theme.Styles) *Pane { return &Pane{styles: styles} }

// SetStyles changes the looks.
func (p *Pane) SetStyles(styles *theme.Styles) {
	p.styles = styles
	p.layout()
}

// SetSize changes the cells that View fills; framed draws a line at the left
// that divides the pane from what it stands beside.
func (p *Pane) SetSize(width, height int, framed bool) {
	p.width, p.height, p.framed = width, height, framed
	p.layout()
}

// SetFocused says whether keys reach the pane.
func (p *Pane) SetFocused(focused bool) { p.focused = focused }

// SetImage shows an image as an inventory knows it; ref is the row's reference.
// Of another image than before, details are awaited anew.
func (p *Pane) SetImage(inv *model.Inventory, image *model.Image, ref string, now time.Time) {
	if p.image == nil || image == nil || p.image.ID != image.ID {
		p.details, p.problem, p.offset, p.jump = nil, nil, 0, SectionTop
	}
	p.inv, p.image, p.ref, p.now = inv, image, ref, now
	p.layout()
}

// Image is the ID of the image that is shown, empty for none.
func (p *Pane) Image() model.ImageID {
	if p.image == nil {
		return ""
	}
	return p.image.ID
}

// Loaded reports whether the details have arrived.
func (p *Pane) Loaded() bool { return p.details != nil }

// SetDetails adds what the engine told of the image; of another image it is
// dropped.
func (p *Pane) SetDetails(details *model.Details) {
	if details.ID == p.Image() {
		p.details, p.problem = details, nil
		p.layout()
	}
}

// SetProblem says why the details can't be had.
func (p *Pane) SetProblem(id model.ImageID, problem *model.Problem) {
	if id == p.Image() {
		p.problem = problem
		p.layout()
	}
}

// Jump scrolls to a section.
func (p *Pane) Jump(section Section) {
	p.jump = section
	p.layout()
}

// Do scrolls.
func (p *Pane) Do(action keymap.Action) bool {
	page := max(1, p.height-1)
	switch action {
	case keymap.Up:
		p.Wheel(-1)
	case keymap.Down:
		p.Wheel(1)
	case keymap.Top:
		p.Wheel(-len(p.lines))
	case keymap.Bottom:
		p.Wheel(len(p.lines))
	case keymap.PageUp:
		p.Wheel(-page)
	case keymap.PageDown:
		p.Wheel(page)
	case keymap.HalfUp:
		p.Wheel(-(page + 1) / 2)
	case keymap.HalfDown:
		p.Wheel((page + 1) / 2)
	default:
		return false
	}
	return true
}

// Wheel scrolls.
func (p *Pane) Wheel(rows int) {
	p.jump = SectionTop
	p.offset = max(0, min(p.offset+rows, len(p.lines)-p.height))
}

// CopyText is what stands for the image in another program.
func (p *Pane) CopyText() string {
	if p.ref != "" || p.image == nil {
		return p.ref
	}
	return string(p.image.ID)
}

// Hints are the actions that the footer offers.
func (p *Pane) Hints() []keymap.Action {
	return []keymap.Action{keymap.Mark, keymap.Plan, keymap.Blockers, keymap.Layers, keymap.Copy, keymap.Back, keymap.Help}
}

// layout makes the lines anew and keeps the view within them.
func (p *Pane) layout() {
	p.lines = p.lines[:0]
	if p.image == nil || p.inside() < 1 {
		return
	}
	p.write()
	if p.jump != SectionTop {
		p.offset = p.starts[p.jump]
		if p.jump == SectionLayers && p.details != nil || p.jump == SectionBlockers {
			p.jump = SectionTop
		}
	}
	p.offset = max(0, min(p.offset, len(p.lines)-p.height))
}

// inside is the width of the text.
func (p *Pane) inside() int {
	if p.framed {
		return p.width - 3
	}
	return p.width - 2
}

// View draws the window of the lines.
func (p *Pane) View() string {
	s := p.styles
	edge := " "
	if p.framed {
		edge = s.Border.Render(s.Glyphs.Vertical) + " "
		if p.focused {
			edge = s.Accent.Render(s.Glyphs.Vertical) + " "
		}
	}
	rows := make([]string, 0, p.height)
	for i := range p.height {
		text := ""
		if at := p.offset + i; at < len(p.lines) {
			text = p.lines[at]
		}
		if p.image == nil && i == 1 {
			text = s.Dim.Render(s.Cut("No image is under the cursor.", p.inside()))
		}
		if i == p.height-1 && p.offset+p.height < len(p.lines) {
			text = s.Dim.Render(s.Cut(theme.Count(len(p.lines)-p.offset-p.height+1, "more line"), p.inside()))
		}
		row := edge + text
		rows = append(rows, s.Cut(row+theme.Spaces(p.width-theme.Width(row)), p.width))
	}
	return strings.Join(rows, "\n")
}
