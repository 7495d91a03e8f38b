package images

import (
	"strings"

	"jettison/keymap"
	"jettison/model"
	"jettison/ui/details"
	"jettison/ui/pane"
	"jettison/ui/theme"
)

const (
	// wideFrom is the width in cells from which the details stand beside the list. On a
	// narrower screen they replace it.
	wideFrom = 120
	// edgeWidth is the width of the line between list and details, with a blank.
	edgeWidth = 2
	// mostDetails limits the number of images whose details are kept.
	mostDetails = 64
)

// inspector shows the details of the current row, beside the list or in its place, and
// keeps what was loaded for them.
type inspector struct {
	pane    *details.Pane
	open    bool
	focused bool          // the details have the focus, not the list beside them
	asked   model.ImageID // the image whose details were asked for last
	known   map[model.ImageID]*model.Details
}

// LoadDetails asks the root for the details of an image, once the cursor has rested on
// it. SetDetails takes the answer.
type LoadDetails struct{ ID model.ImageID }

// Wants moves the open details to the row under the cursor and asks for them if they
// are not loaded.
func (p *Pane) Wants() pane.Intent {
	in := &p.details
	if !in.open {
		return nil
	}
	row, ok := p.followCursor()
	if !ok {
		return nil
	}
	id := row.Image.ID
	if known, ok := in.known[id]; ok {
		if !in.pane.Loaded() {
			in.pane.SetDetails(known)
		}
		return nil
	}
	if in.asked == id {
		return nil
	}
	in.asked = id
	return LoadDetails{ID: id}
}

// followCursor shows the details of the row under the cursor.
func (p *Pane) followCursor() (row *model.Row, ok bool) {
	row, ok = p.Current()
	if !ok {
		p.details.pane.SetImage(p.snapshot, nil, "", p.now)
		return nil, false
	}
	p.details.pane.SetImage(p.snapshot, row.Image, row.Ref, p.now)
	return row, true
}

// Wanted reports whether the pane still waits for the details of an image. It does not
// once the cursor is on another one.
func (p *Pane) Wanted(id model.ImageID) bool { return id == p.details.asked }

// SetDetails takes the loaded details of an image, or the problem that prevented it.
func (p *Pane) SetDetails(id model.ImageID, loaded *model.Details, problem *model.Problem) {
	in := &p.details
	shown := id == in.pane.ImageID()
	switch {
	case problem != nil && shown:
		in.pane.SetProblem(problem)
	case problem == nil:
		if len(in.known) >= mostDetails {
			clear(in.known)
		}
		in.known[id] = loaded
		if shown {
			in.pane.SetDetails(loaded)
		}
	}
}

// ForgetDetails drops all details, so that they are loaded again when needed, failed
// ones too.
func (p *Pane) ForgetDetails() {
	p.details.asked = ""
	clear(p.details.known)
}

// CloseDetails closes the details and drops what was loaded for them.
func (p *Pane) CloseDetails() {
	p.details.open, p.details.focused = false, false
	p.ForgetDetails()
	p.layout()
}

func (p *Pane) wide() bool { return p.whole >= wideFrom }

// inDetails reports whether the details have the focus.
func (p *Pane) inDetails() bool { return p.details.open && (p.details.focused || !p.wide()) }

// openDetails opens the details, or focuses them if they are open.
func (p *Pane) openDetails() {
	p.details.open, p.details.focused = true, p.details.open
	p.layout()
}

// leaveDetails returns the focus to the list.
func (p *Pane) leaveDetails() {
	p.details.focused = false
	if !p.wide() {
		p.details.open = false
	}
	p.layout()
}

// jump opens the details at a section and focuses them.
func (p *Pane) jump(section details.Section) {
	p.details.open, p.details.focused = true, true
	p.layout()
	p.followCursor()
	p.details.pane.Jump(section)
}

// layout divides the width between the list and the details.
func (p *Pane) layout() {
	in := &p.details
	beside := p.whole
	p.width = p.whole
	if in.open && p.wide() {
		p.width = p.whole - max(56, p.whole*2/5)
		beside = p.whole - p.width - edgeWidth
	}
	height := p.height
	if p.hasWords() {
		height -= wordRows
	}
	p.table.SetSize(p.width, height)
	p.table.SetFocused(!in.open || !in.focused)
	in.pane.SetFocused(in.focused)
	in.pane.SetSize(beside, p.height)
}

// withDetails draws the details beside the lines of the list.
func (p *Pane) withDetails(list string) string {
	edge := p.styles.Border
	if p.details.focused {
		edge = p.styles.Accent
	}
	line := edge.Render(p.styles.Glyphs.Vertical) + " "
	lines := strings.Split(list, "\n")
	for i, beside := range strings.Split(p.details.pane.View(), "\n") {
		if i < len(lines) {
			lines[i] += theme.Spaces(p.width-theme.Width(lines[i])) + line + beside
		}
	}
	return strings.Join(lines, "\n")
}

func (p *Pane) detailsActions() []pane.Action {
	actions := pane.Moves(p.details.pane.Do)
	return append(append(actions, p.rowActions()...),
		pane.Own(keymap.Back, p.leaveDetails),
		pane.Own(keymap.Refresh, p.ForgetDetails),
		pane.Action{Name: keymap.Copy, Off: p.noRow, Do: func() pane.Intent {
			return pane.Copy{Text: p.details.pane.CopyText()}
		}},
		pane.Action{Name: keymap.Pager, Off: func() string {
			if p.details.pane.Inspection() == "" {
				return "The details are not loaded."
			}
			return ""
		}, Do: func() pane.Intent { return pane.OpenPager{Text: p.details.pane.Inspection()} }})
}
