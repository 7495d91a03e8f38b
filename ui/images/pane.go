// Package images is the pane that lists images, and where they are marked.
package images

import (
	"slices"
	"time"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/query"
	"jettison/model/size"
	"jettison/model/words"
	"jettison/ui/details"
	"jettison/ui/dialog"
	"jettison/ui/pane"
	"jettison/ui/table"
	"jettison/ui/theme"
)

// Pane is the image list. It does no I/O: keys change what it shows and marks,
// and the root asks it what is chosen.
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
	shown   int // rows that match, folded ones included
	anchor  int // where a range began, -1 when none is open

	details           inspector
	ofList, ofDetails []pane.Action

	whole         int // cells across, the details included
	width, height int // of the list
}

// New returns an empty pane, the largest images first. The marks are the root's,
// which has them follow the inventory before the pane does.
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

// SetSnapshot shows a newer snapshot. The cursor and the marks stay with what
// they were on.
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

// Figure is the number of images.
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

// Back ends a range that was begun, or closes the details.
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

// Filter is the query in force, as it was typed.
func (p *Pane) Filter() string { return p.filter }

// SetFilter narrows the list to what the query matches; an empty one shows all.
func (p *Pane) SetFilter(text string) error {
	q, err := query.Parse(text)
	if err != nil {
		return err
	}
	p.query, p.filter = q, text
	p.rebuild()
	return nil
}

// Candidates are the ways to complete a query.
func (p *Pane) Candidates(text string, cursor int) []dialog.Candidate {
	found := query.Complete(text, cursor, p.Env())
	candidates := make([]dialog.Candidate, len(found))
	for i, c := range found {
		candidates[i] = dialog.Candidate{
			Text: c.Text, About: words.Completion(&c), Apply: func() (string, int) { return c.Apply(text) },
		}
	}
	return candidates
}

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

// Columns are the titles of the columns, from the left.
func (p *Pane) Columns() []string {
	columns := columns()
	titles := make([]string, len(columns))
	for i := range columns {
		titles[i] = columns[i].Title
	}
	return titles
}

// SortBy sorts by a column: figures and dates the largest first, names from A.
// The column in force is turned around.
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

// Order is the column in force and whether it runs downwards.
func (p *Pane) Order() (column int, descending bool) {
	return slices.Index(sortable(), p.column), p.descending
}

// Shown is the number of rows that match the filters, and of all rows.
func (p *Pane) Shown() (shown, all int) { return p.shown, len(p.inv.Rows()) }

// ShownWords say how much is shown, and how it is arranged.
func (p *Pane) ShownWords() string {
	return pane.CountWords(p.Shown()) + " references " + p.styles.Glyphs.Dot + " " + p.mode.String()
}

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
		ids = append(ids, key.Image())
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
	env := p.Env()
	quick := p.quick.matcher(env)
	if p.query == nil {
		return quick.Match
	}
	matcher := p.query.Compile(env)
	return func(row *model.Row) bool { return quick.Match(row) && matcher.Match(row) }
}
