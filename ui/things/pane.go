package things

import (
	"time"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/query"
	"jettison/model/words"
	"jettison/ui/pane"
	"jettison/ui/table"
	"jettison/ui/theme"
)

// Pane is the list of the things of a kind. It does no I/O.
type Pane[E any] struct {
	pane.None
	kind   Kind[E]
	keys   *keymap.Map
	list   *table.List[E]
	marks  *model.Marks // the root's
	styles *theme.Styles
	now    time.Time

	snapshot model.Snapshot
	quick    int // its place in kind.Quick
	filter   string
	query    *query.Query    // filter, parsed
	anchor   string          // the ID of the row where a range starts; empty for none
	ranged   map[string]bool // the IDs of the range, when it was drawn last
	actions  []pane.Action

	width, height int
}

// New returns an empty pane. The root owns the marks, and rebases them onto a new inventory
// before the pane gets it.
func New[E any](styles *theme.Styles, keys *keymap.Map, marks *model.Marks, kind Kind[E]) *Pane[E] {
	p := &Pane[E]{kind: kind, styles: styles, keys: keys, marks: marks, query: matchAll(kind.Kind), snapshot: model.Snapshot{Inventory: &model.Inventory{}}}
	p.list = table.NewList(styles, p.id, kind.Fields)
	p.list.ShowMarks(p.flags)
	if kind.Sort != "" {
		p.list.SortColumn(kind.Sort)
	}
	p.actions = p.newActions()
	return p
}

func (p *Pane[E]) id(row E) string { return p.key(row).ID }

func (p *Pane[E]) key(row E) model.Key { return model.Key{Target: p.kind.Thing(row).Target()} }

func (p *Pane[E]) flags(row E) table.Flags {
	var flags table.Flags
	if p.marks.Has(p.key(row)) {
		flags |= table.Marked
	}
	if p.ranged[p.id(row)] {
		flags |= table.Ranged
	}
	return flags
}

// SetSnapshot shows a newer snapshot. The cursor stays on its thing.
func (p *Pane[E]) SetSnapshot(snapshot model.Snapshot, now time.Time) {
	same := snapshot.Inventory == p.snapshot.Inventory
	p.snapshot, p.now = snapshot, now
	if !same {
		p.list.SetItems(p.kind.Rows(snapshot.Inventory))
		p.applyFilters()
		return
	}
	p.list.SetEmpty(p.emptyWords()...)
}

// Snapshot returns the snapshot that is shown. It belongs to the pane.
func (p *Pane[E]) Snapshot() *model.Snapshot { return &p.snapshot }

// Now returns the time of the snapshot that is shown.
func (p *Pane[E]) Now() time.Time { return p.now }

// Styles returns the styles in force.
func (p *Pane[E]) Styles() *theme.Styles { return p.styles }

// Title is part of pane.Pane.
func (p *Pane[E]) Title() string { return p.kind.Title }

// Figure returns the number of things.
func (p *Pane[E]) Figure(snapshot model.Snapshot) string {
	return pane.CountFigure(&p.styles.Glyphs, snapshot.Facts[p.kind.Kind.Fact()], p.kind.Count(snapshot.Inventory))
}

// Context is part of pane.Pane.
func (p *Pane[E]) Context() keymap.Context { return p.kind.Context }

// Current returns the thing under the cursor.
func (p *Pane[E]) Current() (model.Thing, bool) {
	if row, ok := p.list.Current(); ok {
		return p.kind.Thing(row), true
	}
	return nil, false
}

// Shown returns the number of things that match the filters, and of all.
func (p *Pane[E]) Shown() (shown, all int) { return p.list.Shown() }

// ShownWords are part of pane.Pane.
func (p *Pane[E]) ShownWords() string { return pane.CountWords(p.Shown()) }

// SortBy sorts by a column, or reverses the order of the column in force.
func (p *Pane[E]) SortBy(column int) { p.list.SortBy(column) }

// Order returns the column in force and whether its order is descending.
func (p *Pane[E]) Order() (column int, descending bool) { return p.list.Order() }

// Columns returns the titles of the columns.
func (p *Pane[E]) Columns() []string { return p.list.Titles() }

// Back cancels the range that was started.
func (p *Pane[E]) Back() bool {
	started := p.anchor != ""
	p.anchor = ""
	return started
}

// Hints returns the actions that the footer offers.
func (p *Pane[E]) Hints() []keymap.Action { return p.kind.Hints }

func (p *Pane[E]) emptyWords() []string {
	fact := p.snapshot.Facts[p.kind.Kind.Fact()]
	switch {
	case fact.Status == model.StatusFailed && fact.Problem != nil:
		return []string{p.kind.FailedText, words.ProblemLine(fact.Problem), p.keys.Offer(p.kind.Context, keymap.Refresh, "tries again")}
	case fact.Status != model.StatusReady && fact.At.IsZero():
		return []string{p.kind.LoadingText + p.styles.Glyphs.Ellipsis}
	case p.filter != "" || p.quick != 0:
		return p.noMatch()
	}
	return p.kind.EmptyText(p.snapshot.Inventory)
}
