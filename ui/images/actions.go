package images

import (
	"jettison/keymap"
	"jettison/model"
	"jettison/model/pin"
	"jettison/model/words"
	"jettison/ui/details"
	"jettison/ui/pane"
)

// MarkByRule asks the root to offer the rules to mark by. Row is the row under the
// cursor; nil for none.
type MarkByRule struct{ Row *model.Row }

// ChoosePlatform asks the root to offer the platforms of an image for removal.
type ChoosePlatform struct{ Image *model.Image }

// Actions returns the actions of the list, or of the details when they have the focus.
func (p *Pane) Actions() []pane.Action {
	if p.inDetails() {
		return p.ofDetails
	}
	return p.ofList
}

// Hints returns the actions that the footer offers, the most useful first.
func (p *Pane) Hints() []keymap.Action {
	if p.inDetails() {
		return p.details.pane.Hints()
	}
	return []keymap.Action{
		keymap.Mark, keymap.MarkByRule, keymap.Plan, keymap.Filter, keymap.SortMenu, keymap.ViewMode, keymap.Details, keymap.Help,
	}
}

func (p *Pane) listActions() []pane.Action {
	actions := pane.Moves(p.table.Do)
	return append(append(actions, p.rowActions()...),
		pane.Own(keymap.Range, p.stretch),
		pane.Own(keymap.MarkAll, func() { p.markShown(func(model.Key) bool { return true }) }),
		pane.Own(keymap.Invert, func() { p.markShown(func(key model.Key) bool { return !p.marks.Has(key) }) }),
		pane.Action{Name: keymap.ClearMarks, Do: func() pane.Intent { return pane.ClearMarks{} }},
		pane.Action{Name: keymap.MarkByRule, Do: func() pane.Intent {
			row, _ := p.Current()
			return MarkByRule{Row: row}
		}},
		pane.Own(keymap.SortReverse, p.reverse),
		pane.Own(keymap.ViewMode, func() { p.SetMode((p.mode + 1) % modeCount) }),
		pane.Own(keymap.Left, func() { p.fold(true) }),
		pane.Own(keymap.Right, func() { p.fold(false) }),
		pane.Own(keymap.Details, func() {
			if p.Foldable() {
				p.ToggleFold()
				return
			}
			p.openDetails()
		}),
		pane.Action{Name: keymap.Copy, Off: p.noRow, Do: func() pane.Intent {
			row, _ := p.Current()
			if row.Ref == "" {
				return pane.Copy{Text: string(row.Image.ID)}
			}
			return pane.Copy{Text: row.Ref}
		}})
}

// rowActions returns the actions on the row under the cursor, which list and details
// share.
func (p *Pane) rowActions() []pane.Action {
	return []pane.Action{
		{Name: keymap.Mark, Do: func() pane.Intent {
			why := p.pinnedWords()
			p.toggle()
			if why != "" {
				return pane.Say{Text: why}
			}
			return nil
		}},
		{Name: keymap.Plan, Off: func() string {
			if len(p.Chosen()) == 0 {
				return "Nothing is marked, and the cursor is on nothing."
			}
			if p.snapshot.Last != nil {
				return "A plan has to wait: the engine has not listed its images yet."
			}
			return ""
		}, Do: func() pane.Intent { return pane.OpenPlan{Keys: p.Chosen()} }},
		{Name: keymap.RemovePlatform, Off: p.noPlatforms, Do: func() pane.Intent {
			row, _ := p.Current()
			return ChoosePlatform{Image: row.Image}
		}},
		{Name: keymap.Pin, Off: func() string {
			if p.noRow() != "" {
				return "The cursor is on nothing to pin."
			}
			return ""
		}, Do: func() pane.Intent {
			row, _ := p.Current()
			return pane.Pin{Row: row}
		}},
		pane.Own(keymap.Blockers, func() { p.jump(details.SectionBlockers) }),
		pane.Own(keymap.Layers, func() { p.jump(details.SectionLayers) }),
	}
}

// noPlatforms explains why no platform of the image under the cursor can be removed; empty when
// one can.
func (p *Pane) noPlatforms() string {
	row, ok := p.Current()
	switch {
	case !ok:
		return pane.Nothing
	case p.snapshot.Last != nil:
		return "A plan has to wait: the engine has not listed its images yet."
	case !p.inv.Engine.RemovesPlatforms():
		return "Only Docker 28.2 and newer with the containerd store removes single platforms."
	}
	if present, _ := row.Image.Platforms(); len(present) < 2 {
		return "The image is here for one platform only: it goes as a whole."
	}
	return ""
}

func (p *Pane) noRow() string {
	if _, ok := p.Current(); !ok {
		return pane.Nothing
	}
	return ""
}

// pinnedWords explains why the row under the cursor can't be marked; empty when it can.
func (p *Pane) pinnedWords() string {
	row, ok := p.Current()
	if !ok {
		return ""
	}
	by, ok := p.inv.Pin(row.Key())
	if !ok {
		return ""
	}
	text := "It is pinned by " + words.Pin(by) + " and can't be marked"
	if offer := p.keys.Offer(keymap.InImages, keymap.Pin, "unpins it"); offer != "" && by.Query == pin.For(row) {
		text += "; " + offer
	}
	return text + "."
}

func (p *Pane) reverse() {
	p.descending = !p.descending
	p.rebuild()
}
