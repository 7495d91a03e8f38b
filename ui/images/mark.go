package images

import "jettison/model"

// rowsOf are the rows that an entry stands for: itself, a repository's, or
// those references of an image in the tree that the filters let through.
func (p *Pane) rowsOf(i int) []int32 {
	e := p.entries[i]
	if e.group >= 0 {
		return p.groups[e.group].rows
	}
	return []int32{e.row}
}

// markedOf is how many rows of an entry are marked, and how many can be.
func (p *Pane) markedOf(i int) (marked, all int) {
	e := p.entries[i]
	if e.group < 0 {
		return p.markedAmong([]int32{e.row})
	}
	return p.markedAmong(p.groups[e.group].rows)
}

func (p *Pane) markedAmong(rows []int32) (marked, all int) {
	for _, index := range rows {
		key := p.inv.Rows()[index].Key()
		if _, pinned := p.inv.Pin(key); pinned {
			continue
		}
		all++
		if p.marks.Has(key) {
			marked++
		}
	}
	return marked, all
}

func (p *Pane) setMark(i int, on bool) {
	for _, index := range p.rowsOf(i) {
		p.marks.Set(p.inv.Rows()[index].Key(), on)
	}
}

// toggle turns the mark under the cursor around and goes down.
func (p *Pane) toggle() {
	i := p.table.Cursor()
	if i < 0 {
		return
	}
	marked, all := p.markedOf(i)
	p.setMark(i, marked < all)
	p.table.Move(1)
}

// stretch begins a range, or marks from where it began to the cursor. A heading
// in between stands for its rows only where they are folded away.
func (p *Pane) stretch() {
	i := p.table.Cursor()
	switch {
	case i < 0:
	case p.anchor < 0:
		p.anchor = i
	default:
		for from, to := min(i, p.anchor), max(i, p.anchor); from <= to; from++ {
			if p.mode != ByRepository || p.entries[from].group < 0 || p.entries[from].folded {
				p.setMark(from, true)
			}
		}
		p.anchor = -1
	}
}

// StopRange forgets the range that was begun.
func (p *Pane) StopRange() { p.anchor = -1 }

func (p *Pane) inRange(i int) bool {
	cursor := p.table.Cursor()
	return p.anchor >= 0 && i >= min(p.anchor, cursor) && i <= max(p.anchor, cursor)
}

// markShown decides the mark of every row that the filters show, folded ones
// included.
func (p *Pane) markShown(want func(model.Key) bool) {
	rows := p.inv.Rows()
	match := p.matcher()
	for i := range rows {
		if match(&rows[i]) {
			key := rows[i].Key()
			p.marks.Set(key, want(key))
		}
	}
}
