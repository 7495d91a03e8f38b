package things

import (
	"jettison/keymap"
	"jettison/model"
	"jettison/ui/pane"
)

// Actions are part of pane.Pane.
func (p *Pane[E]) Actions() []pane.Action { return p.actions }

func (p *Pane[E]) newActions() []pane.Action {
	actions := append(pane.Moves(p.list.Do), pane.Each(p.list.Do, keymap.SortReverse)...)
	actions = append(actions,
		pane.Action{Name: keymap.Mark, Off: p.noRow, Do: p.toggle},
		pane.Own(keymap.Range, p.stretch),
		pane.Own(keymap.MarkAll, func() { p.markShown(func(model.Key) bool { return true }) }),
		pane.Own(keymap.Invert, func() { p.markShown(func(key model.Key) bool { return !p.marks.Has(key) }) }),
		pane.Action{Name: keymap.ClearMarks, Do: func() pane.Intent {
			p.anchor = ""
			return pane.ClearMarks{}
		}},
		pane.Action{Name: keymap.Plan, Off: p.noPlan, Do: func() pane.Intent { return pane.OpenPlan{Keys: p.chosen()} }},
		pane.Action{Name: keymap.Details, Off: p.noRow, Do: func() pane.Intent {
			row, _ := p.list.Current()
			return p.kind.Details(row)
		}},
		pane.Action{Name: keymap.Copy, Off: p.noRow, Do: func() pane.Intent {
			thing, _ := p.Current()
			return pane.Copy{Text: thing.Target().Argument(thing.Called())}
		}})
	return append(actions, p.kind.Actions...)
}

func (p *Pane[E]) noRow() string {
	if _, ok := p.Current(); !ok {
		return pane.Nothing
	}
	return ""
}

func (p *Pane[E]) noPlan() string {
	if len(p.chosen()) == 0 {
		return "Nothing is marked, and the cursor is on nothing."
	}
	if p.snapshot.Last != nil {
		return "A plan has to wait: the engine has not listed its images yet."
	}
	return ""
}

// chosen are the marks of all panes, or else the row under the cursor.
func (p *Pane[E]) chosen() []model.Key {
	if p.marks.Len() > 0 {
		return p.marks.Keys()
	}
	if row, ok := p.list.Current(); ok {
		return []model.Key{p.key(row)}
	}
	return nil
}

// toggle flips the mark under the cursor, moves down, and says what a person should know.
func (p *Pane[E]) toggle() pane.Intent {
	row, _ := p.list.Current()
	key := p.key(row)
	p.marks.Set(key, !p.marks.Has(key))
	p.list.Move(1)
	if p.kind.Marked == nil || !p.marks.Has(key) {
		return nil
	}
	if text := p.kind.Marked(row); text != "" {
		return pane.Say{Text: text}
	}
	return nil
}

// stretch starts a range, or marks from its start to the cursor.
func (p *Pane[E]) stretch() {
	row, ok := p.list.Current()
	if !ok {
		return
	}
	on := p.id(row)
	if p.anchor == "" {
		p.anchor = on
		return
	}
	within := false
	for _, item := range p.list.Matching() {
		id := p.id(item)
		ends := id == p.anchor || id == on
		if within || ends {
			p.marks.Set(p.key(item), true)
		}
		if ends && p.anchor != on {
			within = !within
		}
	}
	p.anchor = ""
}

// markShown sets the mark of every row that matches the filters.
func (p *Pane[E]) markShown(want func(model.Key) bool) {
	for _, row := range p.list.Matching() {
		key := p.key(row)
		p.marks.Set(key, want(key))
	}
}
