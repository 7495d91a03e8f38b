// Package images is the pane that lists images, in which they are marked.
package images

import (
	"slices"
	"time"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/query"
	"jettison/model/size"
	"jettison/ui/details"
	"jettison/ui/dialog"
	"jettison/ui/pane"
	"jettison/ui/table"
	"jettison/ui/theme"
)

// Pane is the image list. It does no I/O: keys change what it shows and marks, and the
// root asks it for the chosen rows.
type Pane struct {
	pane.None
	styles *theme.Styles
	keys   *keymap.Map
	now    time.Time
	table  *table.Table

	snapshot model.Snapshot
	inv      *model.Inventory
	sorter   *model.Sorter
	marks    *model.Marks

	mode       Mode
	quick      quick
	column     model.Column
	descending bool
	query      *query.Query
	filter     string // the text of query
	folded     map[string]bool

	entries []entry
	groups  []group
	shown   int // rows that match, including folded ones
	anchor  int // the entry where a range started; -1 for none

	details           inspector
	ofList, ofDetails []pane.Action

	whole         int // the width in cells, with the details
	width, height int // of the list
}

// New returns an empty pane that sorts by size, the largest first. The root owns the
// marks and rebases them onto a new inventory before the pane gets it.
func New(styles *theme.Styles, keys *keymap.Map, marks *model.Marks) *Pane {
	inv := model.NewInventory(model.Engine{}, time.Time{}, nil, nil, nil)
	p := &Pane{
		styles: styles, keys: keys, inv: inv, sorter: model.NewSorter(inv), marks: marks,
		column: model.ColumnSize, descending: true, folded: map[string]bool{}, anchor: -1,
	}
	p.table = p.newTable()
	p.details = inspector{pane: details.New(styles, keys), known: map[model.ImageID]*model.Details{}}
	p.ofList, p.ofDetails = p.listActions(), p.detailsActions()
	return p
}

// SetSnapshot shows a newer snapshot. The cursor and the marks stay on their rows.
func (p *Pane) SetSnapshot(snapshot model.Snapshot, now time.Time) {
	p.snapshot, p.now = snapshot, now
	if snapshot.Inventory == p.inv {
		return
	}
	cursor, anchor := p.identify(p.table.Cursor()), p.identify(p.anchor)
	p.inv = snapshot.Inventory
	p.sorter = model.NewSorter(p.inv)
	p.remake(cursor, anchor)
}

// Title is part of pane.Pane.
func (p *Pane) Title() string { return "Images" }

// Figure returns the number of images.
func (p *Pane) Figure(snapshot model.Snapshot) string {
	return pane.CountFigure(&p.styles.Glyphs, snapshot.Facts[model.FactImages], snapshot.Inventory.Visible())
}

// Context is part of pane.Pane.
func (p *Pane) Context() keymap.Context {
	if p.inDetails() {
		return keymap.InDetails
	}
	return keymap.InImages
}

// Back cancels a range that was started, or closes the details.
func (p *Pane) Back() bool {
	switch {
	case p.anchor >= 0:
		p.StopRange()
	case p.details.open:
		p.details.open, p.details.focused = false, false
		p.layout()
	default:
		return false
	}
	return true
}

// FilterKind is part of pane.Pane.
func (p *Pane) FilterKind() pane.FilterKind { return pane.FilterQuery }

// Filter returns the query in force, as it was typed.
func (p *Pane) Filter() string { return p.filter }

// SetFilter narrows the list to the matches of a query; an empty one shows all rows.
func (p *Pane) SetFilter(text string) error {
	q, err := query.Parse(text)
	if err == nil {
		err = q.Only("are not in this list", model.KindImage)
	}
	if err != nil {
		return err
	}
	p.query, p.filter = q, text
	p.rebuild()
	return nil
}

// Candidates returns the ways to complete a query at the cursor.
func (p *Pane) Candidates(text string, cursor int) []dialog.Candidate {
	return pane.Candidates(text, query.Complete(text, cursor, p.Env()))
}

// SetMode changes the arrangement of the list.
func (p *Pane) SetMode(mode Mode) {
	p.mode = mode
	if mode == Ancestry {
		p.table.SetColumns(treeColumns())
	} else {
		p.table.SetColumns(columns())
	}
	p.rebuild()
}

// Mode returns the arrangement of the list.
func (p *Pane) Mode() Mode { return p.mode }

// Columns returns the titles of the columns, from the left.
func (p *Pane) Columns() []string {
	columns := columns()
	titles := make([]string, len(columns))
	for i := range columns {
		titles[i] = columns[i].Title
	}
	return titles
}

// SortBy sorts by a column: figures and dates the largest first, names from A. It
// reverses the order of the column in force.
func (p *Pane) SortBy(at int) { p.sortBy(sortable()[at]) }

func (p *Pane) sortBy(column model.Column) {
	if p.column == column {
		p.descending = !p.descending
	} else {
		p.column = column
		p.descending = column >= model.ColumnCreated && column < model.ColumnState
	}
	p.rebuild()
}

// Order returns the column in force and whether its order is descending.
func (p *Pane) Order() (column int, descending bool) {
	return slices.Index(sortable(), p.column), p.descending
}

// Shown returns the number of rows that match the filters, and of all rows.
func (p *Pane) Shown() (shown, all int) { return p.shown, len(p.inv.Rows()) }

// ShownWords says how much is shown, and how it is arranged.
func (p *Pane) ShownWords() string {
	return pane.CountWords(p.Shown()) + " references " + p.styles.Glyphs.Dot + " " + p.mode.String()
}

// Current returns the row under the cursor; of a heading, its first row.
func (p *Pane) Current() (*model.Row, bool) {
	if i := p.table.Cursor(); i >= 0 && i < len(p.entries) {
		return &p.inv.Rows()[p.entries[i].row], true
	}
	return nil, false
}

// LookedAt returns the images whose layers are read first: that under the cursor, those
// in the window, and the marked ones.
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
		return ids // with nearly all of them, no order helps
	}
	for _, key := range p.marks.Keys() {
		ids = append(ids, key.Image())
	}
	return ids
}

// attended is how many marks are read before others.
const attended = 1000

// Chosen returns the keys that an action applies to: the marks or, when there are none,
// the entry under the cursor.
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

// GoTo moves the cursor to an image if it matches the filters, unfolding what hides it.
// It reports whether it did.
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

// MarkWhere marks every row that a query matches, shown or not, and returns the number
// of new marks.
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

// CountWhere returns how many rows a query matches, and what removing just them would
// free.
func (p *Pane) CountWhere(q *query.Query) (rows int, reclaim size.Range) {
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

// Env returns the environment that queries are judged in.
func (p *Pane) Env() query.Env {
	known := func(fact model.Fact) bool { return !p.snapshot.Facts[fact].At.IsZero() }
	return query.Env{Now: p.now, Inventory: p.inv, Marked: p.marks.Has, Known: known}
}

// rebuild makes the entries anew. The cursor and the start of a range stay on what they
// were on.
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

// matcher returns the filters in force as one.
func (p *Pane) matcher() func(*model.Row) bool {
	env := p.Env()
	quick := p.quick.matcher(env)
	if p.query == nil {
		return quick.Match
	}
	matcher := p.query.Compile(env)
	return func(row *model.Row) bool { return quick.Match(row) && matcher.Match(row) }
}
