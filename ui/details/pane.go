// Package details is the pane about one image: what blocks its removal, where
// its bytes are, what was made from it and what it was made of.
package details

import (
	"time"

	"jettison/keymap"
	"jettison/model"
	"jettison/ui/theme"
)

// Section is a part of the pane that can be jumped to.
type Section uint8

// The sections in their order.
const (
	SectionTop Section = iota
	SectionBlockers
	SectionReferences
	SectionFamily
	SectionLayers
	SectionConfig
	SectionLabels
	sectionCount
)

// Pane shows one image: at once what the inventory knows of it, and the rest
// when SetDetails brings it. It belongs to one goroutine.
type Pane struct {
	styles  *theme.Styles
	keys    *keymap.Map
	focused bool

	snapshot model.Snapshot
	image    *model.Image
	ref      string
	now      time.Time
	gone     bool // the inventory no longer has the image
	details  *model.Details
	problem  *model.Problem

	width, height int

	lines  []string          // the page, without the title; nil until it is drawn
	starts [sectionCount]int // the lines of the headings
	offset int               // the line at the top of the window
	jumped Section           // stays in view while the page grows
	hold   bool              // jumped is in force: nobody has scrolled since
}

// New returns a pane without an image.
func New(styles *theme.Styles, keys *keymap.Map) *Pane {
	return &Pane{styles: styles, keys: keys, focused: true}
}

// SetImage shows an image as a row of the list names it: by a tag, or by none
// when it has none. Another image than before starts at the top and without
// details; the same one in a newer snapshot keeps both. A nil image shows that
// there is none.
func (p *Pane) SetImage(snapshot model.Snapshot, image *model.Image, ref string, now time.Time) {
	if image == nil || image.ID != p.ImageID() {
		p.details, p.problem = nil, nil
		p.offset, p.hold = 0, false
	}
	p.snapshot, p.image, p.ref, p.now, p.gone = snapshot, image, ref, now, false
	if image != nil {
		current, ok := snapshot.Inventory.Image(image.ID)
		if ok {
			p.image = current
		}
		p.gone = !ok
	}
	p.lines = nil
}

// SetDetails shows what the engine told of the image. Details of another image
// are ignored: they came too late.
func (p *Pane) SetDetails(details *model.Details) {
	if details != nil && details.ID == p.ImageID() {
		p.details, p.problem, p.lines = details, nil, nil
	}
}

// SetProblem says why there are no details, or with nil that they are being
// loaded again.
func (p *Pane) SetProblem(problem *model.Problem) { p.problem, p.lines = problem, nil }

// ImageID is the image that is shown; empty when there is none.
func (p *Pane) ImageID() model.ImageID {
	if p.image == nil {
		return ""
	}
	return p.image.ID
}

// Loaded reports whether the engine's details of the image are shown.
func (p *Pane) Loaded() bool { return p.details != nil }

// Inspection returns the engine's description of the image as JSON; empty until the
// details are loaded.
func (p *Pane) Inspection() string {
	if p.details == nil {
		return ""
	}
	return p.details.Inspection
}

// Jump brings a section to the top of the window, and keeps it in view while
// what is above it is still coming in.
func (p *Pane) Jump(section Section) {
	p.jumped, p.hold = min(section, sectionCount-1), true
	p.lines = nil // the heading says where one is
}

// Do carries out the actions that move about, and reports whether the action
// is one of them.
func (p *Pane) Do(action keymap.Action) bool {
	page := max(1, p.body())
	switch action {
	case keymap.Up:
		p.scroll(-1)
	case keymap.Down:
		p.scroll(1)
	case keymap.PageUp:
		p.scroll(-page)
	case keymap.PageDown:
		p.scroll(page)
	case keymap.HalfUp:
		p.scroll(-max(1, page/2))
	case keymap.HalfDown:
		p.scroll(max(1, page/2))
	case keymap.Top:
		p.Jump(SectionTop)
	case keymap.Bottom:
		p.draw()
		p.scroll(len(p.lines))
	case keymap.Blockers:
		p.Jump(SectionBlockers)
	case keymap.Layers:
		p.Jump(SectionLayers)
	default:
		return false
	}
	return true
}

// Wheel scrolls by a number of lines.
func (p *Pane) Wheel(lines int) { p.scroll(lines) }

func (p *Pane) scroll(lines int) {
	p.draw()
	if p.hold {
		p.hold = false
		p.lines = nil
		p.draw()
	}
	p.offset = max(0, min(p.offset+lines, p.last()))
}

// last is the greatest offset.
func (p *Pane) last() int { return max(0, len(p.lines)-p.body()) }

// SetSize changes the cells that View fills.
func (p *Pane) SetSize(width, height int) {
	width, height = max(0, width), max(0, height)
	if width != p.width {
		p.lines = nil
	}
	p.width, p.height = width, height
}

// SetStyles changes the looks.
func (p *Pane) SetStyles(styles *theme.Styles) { p.styles, p.lines = styles, nil }

// SetFocused says whether keys reach the pane.
func (p *Pane) SetFocused(focused bool) { p.focused = focused }

// CopyText is the name that the image is shown by: its reference, or its ID.
func (p *Pane) CopyText() string {
	if p.ref != "" || p.image == nil {
		return p.ref
	}
	return string(p.image.ID)
}

// Hints are the actions that the footer offers.
func (p *Pane) Hints() []keymap.Action {
	hints := []keymap.Action{keymap.Back, keymap.Blockers, keymap.Layers, keymap.Mark, keymap.Plan, keymap.Copy}
	if p.problem != nil {
		hints = append(hints, keymap.Refresh)
	}
	return append(hints, keymap.Help)
}
