package things

import (
	"slices"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/query"
	"jettison/model/words"
	"jettison/ui/pane"
)

// Actions are part of pane.Pane.
func (p *Pane[E]) Actions() []pane.Action { return p.actions }

func (p *Pane[E]) newActions() []pane.Action {
	actions := append(pane.Moves(p.list.Do), pane.Each(p.list.Do, keymap.SortReverse)...)
	actions = append(actions,
		pane.Action{Name: keymap.Mark, Off: p.noMark, Do: p.toggle},
		p.marking(keymap.Range, p.markRange),
		p.marking(keymap.MarkAll, func() { p.markShown(func(model.Key) bool { return true }) }),
		p.marking(keymap.Invert, func() { p.markShown(func(key model.Key) bool { return !p.marks.Has(key) }) }),
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
		}},
		pane.Action{Name: keymap.Pin, Off: func() string {
			return "It pins images only; 'jettison pin " + query.KindTerm(p.kind.Kind) + " …' pins a " + words.Kind(p.kind.Kind) + "."
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
	if row, ok := p.list.Current(); ok && p.marks.Len() == 0 && !p.snapshot.Inventory.Has(p.key(row)) {
		return p.unmarkable(row)
	}
	if p.snapshot.Last != nil {
		return "A plan has to wait: the engine has not listed its images yet."
	}
	return ""
}

// marking is an action that marks rows.
func (p *Pane[E]) marking(name keymap.Action, do func()) pane.Action {
	action := pane.Own(name, do)
	action.Off = p.noMark
	return action
}

// noMark says why nothing can be marked: marks belong to what the engine has listed.
func (p *Pane[E]) noMark() string {
	if p.snapshot.Last != nil {
		return "Marks have to wait: the engine has not listed its images yet."
	}
	return p.noRow()
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
	on := !p.marks.Has(key)
	p.marks.Set(key, on)
	text := ""
	switch {
	case on && !p.marks.Has(key):
		text = p.unmarkable(row)
	case on && p.kind.MarkNote != nil:
		text = p.kind.MarkNote(row)
	}
	p.list.Move(1)
	p.marked()
	if text == "" {
		return nil
	}
	return pane.Say{Text: text}
}

// unmarkable says why a row takes no mark.
func (p *Pane[E]) unmarkable(row E) string {
	if pin, ok := p.snapshot.Inventory.Pin(p.key(row)); ok {
		return "It is pinned by " + words.Pin(pin) + " and can't be marked."
	}
	if p.kind.Unmarkable != nil {
		if why := p.kind.Unmarkable(row); why != "" {
			return why
		}
	}
	return "It can't be marked: it is not there any more."
}

// markRange starts a range, or marks from its start to the cursor.
func (p *Pane[E]) markRange() {
	row, ok := p.list.Current()
	if !ok {
		return
	}
	inRange := p.rangeOf()
	if len(inRange) == 0 { // there is none, or the row where it started is not shown any more
		p.anchor = p.id(row)
		return
	}
	for _, item := range inRange {
		p.marks.Set(p.key(item), true)
	}
	p.anchor = ""
	p.marked()
}

// rangeOf returns the rows from where a range started to the cursor; none without a range, or if
// where it started is not shown.
func (p *Pane[E]) rangeOf() []E {
	row, ok := p.list.Current()
	if !ok || p.anchor == "" {
		return nil
	}
	rows, on := p.list.Matching(), p.id(row)
	from := slices.IndexFunc(rows, func(row E) bool { return p.id(row) == p.anchor })
	to := slices.IndexFunc(rows, func(row E) bool { return p.id(row) == on })
	if from < 0 || to < 0 {
		return nil
	}
	return rows[min(from, to) : max(from, to)+1]
}

// markShown sets the mark of every row that matches the filters.
func (p *Pane[E]) markShown(want func(model.Key) bool) {
	for _, row := range p.list.Matching() {
		key := p.key(row)
		p.marks.Set(key, want(key))
	}
	p.marked()
}

// marked shows what matches now that other things are marked: a filter may ask for that.
func (p *Pane[E]) marked() {
	if p.filter != "" {
		p.applyFilters()
	}
}
