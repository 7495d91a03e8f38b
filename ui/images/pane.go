// Package images is the pane that lists images, and where they are marked.
package images

import (
	"time"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/query"
	"jettison/ui/table"
	"jettison/ui/theme"
)

// Pane is the image list. It does no I/O: keys change what it shows and marks,
// and the root asks it what is chosen.
type Pane struct {
	styles *theme.Styles
	keys   *keymap.Map
	now    time.Time
	table  *table.Table

	snapshot model.Snapshot
	inv      *model.Inventory
	sorter   *model.Sorter
	marks    *model.Marks

	mode       Mode
	quick      Quick
	column     model.Column
	descending bool
	query      *query.Query
	folded     map[string]bool

	entries []entry
	groups  []group
	shown   int // rows that match, folded ones included
	anchor  int // where a range began, -1 when none is open

	width, height int
}

// New returns an empty pane, sorted by what each image alone holds.
func New(styles *theme.Styles, keys *keymap.Map) *Pane {
	inv := model.NewInventory(model.Engine{}, time.Time{}, nil, nil, nil)
	p := &Pane{
		styles: styles, keys: keys, inv: inv, sorter: model.NewSorter(inv), marks: model.NewMarks(inv),
		column: model.ColumnSize, descending: true, folded: map[string]bool{}, anchor: -1,
	}
	p.table = p.newTable()
	return p
}

// SetSnapshot shows a newer snapshot. The cursor and the marks stay with what
// they were on; it returns the marks that ended because their rows went.
func (p *Pane) SetSnapshot(snapshot model.Snapshot, now time.Time) []model.Key {
	p.snapshot, p.now = snapshot, now
	if snapshot.Inventory == p.inv {
		return nil
	}
	cursor, anchor := p.identify(p.table.Cursor()), p.identify(p.anchor)
	p.inv = snapshot.Inventory
	p.sorter = model.NewSorter(p.inv)
	lost := p.marks.Rebase(p.inv)
	p.remake(cursor, anchor)
	return lost
}

// SetQuery narrows the list to what the query matches; nil shows all.
func (p *Pane) SetQuery(q *query.Query) {
	p.query = q
	p.rebuild()
}

// SetQuick narrows the list by a quick filter.
func (p *Pane) SetQuick(q Quick) {
	p.quick = q
	p.rebuild()
}

// Quick is the quick filter in force.
func (p *Pane) Quick() Quick { return p.quick }

// SetMode arranges the list anew.
func (p *Pane) SetMode(mode Mode) {
	p.mode = mode
	if mode == Ancestry {
		p.table.SetColumns(treeColumns())
	} else {
		p.table.SetColumns(columns())
	}
	p.rebuild()
}

// Mode is how the list is arranged.
func (p *Pane) Mode() Mode { return p.mode }

// SortBy sorts by a column: figures and dates the largest first, names from A.
// The column in force is turned around.
func (p *Pane) SortBy(column model.Column) {
	if p.column == column {
		p.descending = !p.descending
	} else {
		p.column = column
		p.descending = column >= model.ColumnCreated && column < model.ColumnState
	}
	p.rebuild()
}

// Order is the column in force and whether it runs downwards.
func (p *Pane) Order() (model.Column, bool) { return p.column, p.descending }

// Marks are the marks; the pane owns them.
func (p *Pane) Marks() *model.Marks { return p.marks }

// Shown is the number of rows that match the filters, and of all rows.
func (p *Pane) Shown() (shown, all int) { return p.shown, len(p.inv.Rows()) }

// Current is the row under the cursor; of a heading, its first row.
func (p *Pane) Current() (*model.Row, bool) {
	if i := p.table.Cursor(); i >= 0 && i < len(p.entries) {
		return &p.inv.Rows()[p.entries[i].row], true
	}
	return nil, false
}

// LookedAt are the images whose layers are wanted first: that under the cursor,
// those in the window, and those that are marked.
func (p *Pane) LookedAt() []model.ImageID {
	var ids []model.ImageID
	if row, ok := p.Current(); ok {
		ids = append(ids, row.Image.ID)
	}
	rows := p.inv.Rows()
	first, end := p.table.Window()
	for _, entry := range p.entries[min(first, len(p.entries)):min(end, len(p.entries))] {
		ids = append(ids, rows[entry.row].Image.ID)
	}
	if p.marks.Len() > attended {
		return ids // nearly all are wanted, so no order helps
	}
	for _, key := range p.marks.Keys() {
		ids = append(ids, key.ID)
	}
	return ids
}

// attended is how many marks are read before others.
const attended = 1000

// Chosen are the keys that an action is about: the marks, or what is under the
// cursor when there are none.
func (p *Pane) Chosen() []model.Key {
	if p.marks.Len() > 0 {
		return p.marks.Keys()
	}
	var keys []model.Key
	if i := p.table.Cursor(); i >= 0 && i < len(p.entries) {
		for _, index := range p.rowsOf(i) {
			keys = append(keys, p.inv.Rows()[index].Key())
		}
	}
	return keys
}

// GoTo puts the cursor on an image that the filters let through, unfolding what
// hides it, and reports whether there is one.
func (p *Pane) GoTo(id model.ImageID) bool {
	if p.goTo(id) {
		return true
	}
	if !p.unfoldTo(id) {
		return false
	}
	p.rebuild()
	return p.goTo(id)
}

func (p *Pane) goTo(id model.ImageID) bool {
	rows := p.inv.Rows()
	for i := range p.entries {
		if rows[p.entries[i].row].Image.ID == id && (p.entries[i].group < 0 || p.mode == Ancestry) {
			p.table.SetCursor(i)
			return true
		}
	}
	return false
}

// MarkWhere marks every row that the query matches, shown or not, and returns
// how many were new.
func (p *Pane) MarkWhere(q *query.Query) int {
	matcher := q.Compile(p.Env())
	before := p.marks.Len()
	rows := p.inv.Rows()
	for i := range rows {
		if matcher.Match(&rows[i]) {
			p.marks.Set(rows[i].Key(), true)
		}
	}
	return p.marks.Len() - before
}

// CountWhere is how many rows a query matches, and what marking just them would
// free.
func (p *Pane) CountWhere(q *query.Query) (rows int, reclaim model.Bytes) {
	matcher := q.Compile(p.Env())
	trial := model.NewMarks(p.inv)
	all := p.inv.Rows()
	for i := range all {
		if matcher.Match(&all[i]) {
			trial.Set(all[i].Key(), true)
		}
	}
	return trial.Len(), trial.Reclaim()
}

// Env is what queries are judged by.
func (p *Pane) Env() query.Env {
	known := func(fact model.Fact) bool { return !p.snapshot.Facts[fact].At.IsZero() }
	return query.Env{Now: p.now, Inventory: p.inv, Marked: p.marks.Has, Known: known}
}

// rebuild makes the entries anew and keeps the cursor, and where a range began,
// on what they were on.
func (p *Pane) rebuild() {
	p.remake(p.identify(p.table.Cursor()), p.identify(p.anchor))
}

func (p *Pane) remake(cursor, anchor identity) {
	at := p.table.Cursor()
	match := p.matcher()
	s := &source{
		inv: p.inv, order: p.sorter.Order(p.column), descending: p.descending, column: p.column, folded: p.folded,
	}
	p.shown, p.groups, p.anchor = 0, nil, -1
	s.match = func(row *model.Row) bool {
		if match(row) {
			p.shown++
			return true
		}
		return false
	}
	switch p.mode {
	case ByRepository:
		p.entries, p.groups = s.byRepository(p.entries[:0])
	case Ancestry:
		p.entries, p.groups = s.ancestry(p.entries[:0])
	case Flat, modeCount:
		p.entries = s.flat(p.entries[:0])
	}
	p.showEntries()
	p.restore(cursor, anchor, at)
}

// matcher is what the filters in force let through.
func (p *Pane) matcher() func(*model.Row) bool {
	if p.query == nil {
		return func(row *model.Row) bool { return p.quick.match(p.inv, row.Image) }
	}
	matcher := p.query.Compile(p.Env())
	return func(row *model.Row) bool { return p.quick.match(p.inv, row.Image) && matcher.Match(row) }
}

// Do is one key's worth of change to the list itself.
func (p *Pane) Do(action keymap.Action) bool {
	switch action {
	case keymap.Mark:
		p.toggle()
	case keymap.Range:
		p.stretch()
	case keymap.MarkAll:
		p.markShown(func(model.Key) bool { return true })
	case keymap.Invert:
		p.markShown(func(key model.Key) bool { return !p.marks.Has(key) })
	case keymap.ClearMarks:
		p.marks.Clear()
		p.anchor = -1
	case keymap.SortReverse:
		p.descending = !p.descending
		p.rebuild()
	case keymap.ViewMode:
		p.SetMode((p.mode + 1) % modeCount)
	case keymap.Left, keymap.Right:
		p.fold(action == keymap.Left)
	default:
		return p.table.Do(action)
	}
	return true
}

// Quicks are the quick filters in the order in which they are offered.
func Quicks() []Quick { return []Quick{QuickAll, QuickDangling, QuickUnused, QuickInUse} }

// CountQuick is how many rows a quick filter lets through.
func (p *Pane) CountQuick(q Quick) int {
	n := 0
	for _, row := range p.inv.Rows() {
		if q.match(p.inv, row.Image) {
			n++
		}
	}
	return n
}
