// Package details is the pane about one image: what blocks its removal, where its bytes
// are, what it was built on and what was built on it.
package details

import (
	"time"

	"jettison/keymap"
	"jettison/model"
	"jettison/ui/theme"
)

// Section is a part of the pane that a key jumps to.
type Section uint8

// The sections, from the top.
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

// Pane shows one image: at once what the inventory has, and the rest when SetDetails
// brings it. It belongs to one goroutine.
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
	hold   bool              // jumped is in force until the person scrolls
}

// New returns a pane without an image.
func New(styles *theme.Styles, keys *keymap.Map) *Pane {
	return &Pane{styles: styles, keys: keys, focused: true}
}

// SetImage shows an image under a reference, empty for an untagged one. A different
// image starts at the top and without details; the same image in a newer snapshot keeps
// both. image may be nil.
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

// SetDetails shows the details of the image. Details of another image came too late and
// are ignored.
func (p *Pane) SetDetails(details *model.Details) {
	if details != nil && details.ID == p.ImageID() {
		p.details, p.problem, p.lines = details, nil, nil
	}
}

// SetProblem explains why there are no details; nil says that they are being loaded
// again.
func (p *Pane) SetProblem(problem *model.Problem) { p.problem, p.lines = problem, nil }

// ImageID returns the ID of the image; empty when there is none.
func (p *Pane) ImageID() model.ImageID {
	if p.image == nil {
		return ""
	}
	return p.image.ID
}

// Loaded reports whether the pane has the details of the image.
func (p *Pane) Loaded() bool { return p.details != nil }

// Inspection returns the engine's description of the image as JSON; empty until the
// details are loaded.
func (p *Pane) Inspection() string {
	if p.details == nil {
		return ""
	}
	return p.details.Inspection
}

// Jump brings a section to the top of the window. It stays there while the lines above
// it are still being loaded.
func (p *Pane) Jump(section Section) {
	p.jumped, p.hold = min(section, sectionCount-1), true
	p.lines = nil // the heading shows the jump
}

// Do performs the actions that scroll, and reports whether the action is one of them.
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

// last returns the greatest offset.
func (p *Pane) last() int { return max(0, len(p.lines)-p.body()) }

// SetSize changes the size in cells that View fills.
func (p *Pane) SetSize(width, height int) {
	width, height = max(0, width), max(0, height)
	if width != p.width {
		p.lines = nil
	}
	p.width, p.height = width, height
}

// SetStyles changes the styles.
func (p *Pane) SetStyles(styles *theme.Styles) { p.styles, p.lines = styles, nil }

// SetFocused sets whether the pane gets the keys.
func (p *Pane) SetFocused(focused bool) { p.focused = focused }

// CopyText returns the reference that the image is shown by, or its ID.
func (p *Pane) CopyText() string {
	if p.ref != "" || p.image == nil {
		return p.ref
	}
	return string(p.image.ID)
}

// Hints returns the actions that the footer offers.
func (p *Pane) Hints() []keymap.Action {
	hints := []keymap.Action{keymap.Back, keymap.Blockers, keymap.Layers, keymap.Mark, keymap.Plan, keymap.Copy}
	if p.problem != nil {
		hints = append(hints, keymap.Refresh)
	}
	return append(hints, keymap.Help)
}
