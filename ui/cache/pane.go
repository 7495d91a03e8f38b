// Package cache is the pane that lists the records of the build cache.
package cache

import (
	"time"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/words"
	"jettison/ui/dialog"
	"jettison/ui/pane"
	"jettison/ui/table"
	"jettison/ui/theme"
)

// Pane is the list of cache records. It does no I/O.
type Pane struct {
	pane.None
	keys   *keymap.Map
	list   *table.List[*model.CacheRecord]
	marks  *model.Marks // the root's
	styles *theme.Styles
	now    time.Time

	snapshot model.Snapshot
	quick    Quick
	filter   string
	anchor   string // the ID of the record where a range starts; empty for none
	actions  []pane.Action

	width, height int
}

// New returns an empty pane, the largest records first.
func New(styles *theme.Styles, keys *keymap.Map, marks *model.Marks) *Pane {
	p := &Pane{styles: styles, keys: keys, marks: marks, snapshot: model.Snapshot{Inventory: &model.Inventory{}}}
	p.list = table.NewList(styles, func(r *model.CacheRecord) string { return r.ID }, p.fields())
	p.list.ShowMarks(p.flags)
	p.list.SortColumn("size")
	p.actions = p.newActions()
	return p
}

// SetSnapshot shows a newer snapshot. The cursor stays on its record.
func (p *Pane) SetSnapshot(snapshot model.Snapshot, now time.Time) {
	same := snapshot.Inventory == p.snapshot.Inventory
	p.snapshot, p.now = snapshot, now
	p.list.SetEmpty(p.emptyWords()...)
	if !same {
		p.list.SetItems(append([]*model.CacheRecord(nil), records(snapshot)...))
	}
}

// records are those of a snapshot. They belong to it.
func records(snapshot model.Snapshot) []*model.CacheRecord {
	if snapshot.Inventory == nil || snapshot.Inventory.Usage == nil {
		return nil
	}
	return snapshot.Inventory.Usage.Cache
}

// Title is part of pane.Pane.
func (p *Pane) Title() string { return "Cache" }

// Figure returns the number of records.
func (p *Pane) Figure(snapshot model.Snapshot) string {
	return pane.CountFigure(&p.styles.Glyphs, snapshot.Facts[model.FactUsage], len(records(snapshot)))
}

// Context is part of pane.Pane.
func (p *Pane) Context() keymap.Context { return keymap.InCache }

// FilterKind is part of pane.Pane.
func (p *Pane) FilterKind() pane.FilterKind { return pane.FilterWords }

// Filter returns the text in force.
func (p *Pane) Filter() string { return p.filter }

// SetFilter filters the list to the records whose description, type, state or ID contain
// every word of the text.
func (p *Pane) SetFilter(text string) error {
	p.filter = text
	p.narrow()
	return nil
}

// Quick returns the name of the quick filter in force; empty for none.
func (p *Pane) Quick() string {
	if p.quick == QuickAll {
		return ""
	}
	return p.quick.String()
}

// QuickMenu offers filters by what records are and by what uses them.
func (p *Pane) QuickMenu() (title string, items []dialog.Item) {
	for q := range quickCount {
		items = append(items, dialog.Item{Key: q.key(), Label: q.String(), About: q.about(), Chosen: p.quick == q})
	}
	return "Show cache records", items
}

// SetQuick puts a quick filter in force.
func (p *Pane) SetQuick(item int) {
	p.quick = Quick(item)
	p.narrow()
}

func (p *Pane) narrow() {
	filter := model.ParsePlainFilter(p.filter)
	p.list.SetMatch(func(r *model.CacheRecord) bool { return p.quick.match(r, p.now) && matches(&filter, r) })
	p.list.SetEmpty(p.emptyWords()...)
}

func matches(filter *model.PlainFilter, r *model.CacheRecord) bool {
	return filter.Match(r.ID, r.Type, words.CacheType(r), r.Description, r.Called(), words.CacheState(r))
}

func (p *Pane) emptyWords() []string {
	fact := p.snapshot.Facts[model.FactUsage]
	switch {
	case fact.Status == model.StatusFailed && fact.Problem != nil:
		return []string{"The build cache could not be measured.", words.ProblemLine(fact.Problem), p.keys.Offer(keymap.InCache, keymap.Refresh, "tries again")}
	case fact.Status != model.StatusReady && fact.At.IsZero():
		return []string{"Measuring the build cache" + p.styles.Glyphs.Ellipsis}
	case p.filter != "" || p.quick != QuickAll:
		return []string{"Nothing matches the filter.", p.keys.Offer(keymap.InCache, keymap.Back, "clears it")}
	case p.snapshot.Inventory != nil && p.snapshot.Inventory.Engine.Store == model.StorePodman:
		return []string{"Podman has no build cache of its own.", "The steps of its builds are images without a name."}
	}
	return []string{"The build cache is empty.", "Builds with BuildKit fill it; classic builds leave images behind."}
}

// Current returns the record under the cursor.
func (p *Pane) Current() (*model.CacheRecord, bool) { return p.list.Current() }

// Shown returns the number of records that match the filters, and of all.
func (p *Pane) Shown() (shown, all int) { return p.list.Shown() }

// ShownWords are part of pane.Pane.
func (p *Pane) ShownWords() string { return pane.CountWords(p.Shown()) }

// SortBy sorts by a column, or reverses the order of the column in force.
func (p *Pane) SortBy(column int) { p.list.SortBy(column) }

// Order returns the column in force and whether its order is descending.
func (p *Pane) Order() (column int, descending bool) { return p.list.Order() }

// Columns returns the titles of the columns.
func (p *Pane) Columns() []string { return p.list.Titles() }

// Back cancels the range that was started.
func (p *Pane) Back() bool {
	started := p.anchor != ""
	p.anchor = ""
	return started
}

// Click moves the cursor, or sorts by the title at a cell.
func (p *Pane) Click(x, y int) {
	if y < p.listHeight() {
		p.list.Click(x, y)
	}
}

// Wheel scrolls the list.
func (p *Pane) Wheel(rows int) { p.list.Wheel(rows) }
