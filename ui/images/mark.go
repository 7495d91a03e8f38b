package images

import "jettison/model"

// rowsOf returns the rows of an entry: the row itself, the rows of a repository, or the
// matching references of an image in the tree.
func (p *Pane) rowsOf(i int) []int32 {
	e := p.entries[i]
	if e.group >= 0 {
		return p.groups[e.group].rows
	}
	return []int32{e.row}
}

// markedOf returns how many rows of an entry are marked, and how many can be.
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

// toggle flips the mark under the cursor and moves down.
func (p *Pane) toggle() {
	i := p.table.Cursor()
	if i < 0 {
		return
	}
	marked, all := p.markedOf(i)
	p.setMark(i, marked < all)
	p.table.Move(1)
}

// stretch starts a range, or marks from its start to the cursor. A heading within the
// range stands for its rows only if they are folded away.
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

// StopRange cancels the range that was started.
func (p *Pane) StopRange() { p.anchor = -1 }

func (p *Pane) inRange(i int) bool {
	cursor := p.table.Cursor()
	return p.anchor >= 0 && i >= min(p.anchor, cursor) && i <= max(p.anchor, cursor)
}

// markShown sets the mark of every row that matches the filters, including folded ones.
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
