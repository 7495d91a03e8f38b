package cache

import (
	"jettison/keymap"
	"jettison/model"
	"jettison/model/words"
	"jettison/ui/pane"
)

// Actions are part of pane.Pane.
func (p *Pane) Actions() []pane.Action { return p.actions }

// Hints returns the actions that the footer offers.
func (p *Pane) Hints() []keymap.Action {
	return []keymap.Action{keymap.Mark, keymap.Plan, keymap.Details, keymap.Filter, keymap.QuickFilter, keymap.SortMenu, keymap.Help}
}

func (p *Pane) newActions() []pane.Action {
	return append(append(pane.Moves(p.list.Do), pane.Each(p.list.Do, keymap.SortReverse)...),
		pane.Action{Name: keymap.Mark, Off: p.noRecord, Do: p.toggle},
		pane.Own(keymap.Range, p.stretch),
		pane.Own(keymap.MarkAll, func() { p.markShown(func(model.Key) bool { return true }) }),
		pane.Own(keymap.Invert, func() { p.markShown(func(key model.Key) bool { return !p.marks.Has(key) }) }),
		pane.Action{Name: keymap.ClearMarks, Do: func() pane.Intent {
			p.anchor = ""
			return pane.ClearMarks{}
		}},
		pane.Action{Name: keymap.Plan, Off: p.noPlan, Do: func() pane.Intent { return pane.OpenPlan{Keys: p.chosen()} }},
		pane.Action{Name: keymap.Pin, Off: func() string { return "This key pins images; a query that begins with kind:cache pins records." }},
		pane.Action{Name: keymap.Details, Off: p.noRecord, Do: func() pane.Intent {
			r, _ := p.Current()
			return pane.ShowText{Title: "Cache record " + r.Target().Short(), Text: words.CacheDetails(p.snapshot.Inventory, r, p.now)}
		}},
		pane.Action{Name: keymap.Copy, Off: p.noRecord, Do: func() pane.Intent {
			r, _ := p.Current()
			return pane.Copy{Text: r.ID}
		}})
}

func (p *Pane) noRecord() string {
	if _, ok := p.Current(); !ok {
		return pane.Nothing
	}
	return ""
}

func (p *Pane) noPlan() string {
	if len(p.chosen()) == 0 {
		return "Nothing is marked, and the cursor is on nothing."
	}
	if p.snapshot.Last != nil {
		return "A plan has to wait: the engine has not listed its images yet."
	}
	return ""
}

// chosen are the marks of all panes, or the record under the cursor.
func (p *Pane) chosen() []model.Key {
	if p.marks.Len() > 0 {
		return p.marks.Keys()
	}
	if r, ok := p.Current(); ok {
		return []model.Key{{Target: r.Target()}}
	}
	return nil
}

// toggle flips the mark under the cursor and moves down. It says what stops a record that a
// build uses.
func (p *Pane) toggle() pane.Intent {
	r, _ := p.Current()
	key := model.Key{Target: r.Target()}
	p.marks.Set(key, !p.marks.Has(key))
	p.list.Move(1)
	if r.InUse && p.marks.Has(key) {
		return pane.Say{Text: "A build uses the record: it stays until the build has ended."}
	}
	return nil
}

// stretch starts a range, or marks from its start to the cursor.
func (p *Pane) stretch() {
	r, ok := p.Current()
	if !ok {
		return
	}
	if p.anchor == "" {
		p.anchor = r.ID
		return
	}
	within := false
	for _, item := range p.list.Matching() {
		ends := item.ID == p.anchor || item.ID == r.ID
		if within || ends {
			p.marks.Set(model.Key{Target: item.Target()}, true)
		}
		if ends && p.anchor != r.ID {
			within = !within
		}
	}
	p.anchor = ""
}

// markShown sets the mark of every record that matches the filters.
func (p *Pane) markShown(want func(model.Key) bool) {
	for _, r := range p.list.Matching() {
		key := model.Key{Target: r.Target()}
		p.marks.Set(key, want(key))
	}
}
