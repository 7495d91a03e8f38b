// Package volumes is the pane that lists volumes and the containers that mount them.
package volumes

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

// Quick is a predefined filter.
type Quick uint8

// The quick filters.
const (
	QuickAll Quick = iota
	QuickUnused
	QuickAnonymous
	QuickInUse
)

// String returns the name of the filter.
func (q Quick) String() string {
	switch q {
	case QuickUnused:
		return "unused"
	case QuickAnonymous:
		return "anonymous"
	case QuickInUse:
		return "in use"
	case QuickAll:
	}
	return "all"
}

func (q Quick) match(e *entry) bool {
	switch q {
	case QuickUnused:
		return e.state == model.VolumeUnused
	case QuickAnonymous:
		return e.Anonymous()
	case QuickInUse:
		return e.state != model.VolumeUnused
	case QuickAll:
	}
	return true
}

// Pane is the volume list. It does no I/O.
type Pane struct {
	pane.None
	keys   *keymap.Map
	marks  *model.Marks
	list   *table.List[*entry]
	styles *theme.Styles
	now    time.Time

	snapshot model.Snapshot
	quick    Quick
	filter   string
	actions  []pane.Action

	width, height int
}

// entry is a volume with the containers that mount it.
type entry struct {
	*model.Volume
	users []*model.Container
	state model.VolumeState
}

func (e *entry) key() model.Key { return model.Key{Target: e.Target()} }

// New returns an empty pane, the largest volumes first. The root owns the marks and rebases them onto
// a new inventory before the pane gets it.
func New(styles *theme.Styles, keys *keymap.Map, marks *model.Marks) *Pane {
	p := &Pane{styles: styles, keys: keys, marks: marks}
	p.list = table.NewList(styles, func(e *entry) string { return e.Name }, p.fields())
	p.list.SortColumn("size")
	p.list.SetFlags(func(e *entry) table.Flags {
		if p.marks.Has(e.key()) {
			return table.Marked
		}
		return 0
	})
	p.actions = p.newActions()
	return p
}

// SetSnapshot shows a newer snapshot. The cursor stays on its volume.
func (p *Pane) SetSnapshot(snapshot model.Snapshot, now time.Time) {
	same := snapshot.Inventory == p.snapshot.Inventory
	p.snapshot, p.now = snapshot, now
	p.list.SetEmpty(p.emptyWords()...)
	if same {
		return
	}
	inv := snapshot.Inventory
	entries := make([]*entry, 0, len(inv.Volumes()))
	for _, v := range inv.Volumes() {
		entries = append(entries, &entry{v, inv.VolumeUsers(v.Name), inv.VolumeState(v)})
	}
	p.list.SetItems(entries)
}

// Title is part of pane.Pane.
func (p *Pane) Title() string { return "Volumes" }

// Figure returns the number of volumes.
func (p *Pane) Figure(snapshot model.Snapshot) string {
	return pane.CountFigure(&p.styles.Glyphs, snapshot.Facts[model.FactVolumes], len(snapshot.Inventory.Volumes()))
}

// Context is part of pane.Pane.
func (p *Pane) Context() keymap.Context { return keymap.InVolumes }

// FilterKind is part of pane.Pane.
func (p *Pane) FilterKind() pane.FilterKind { return pane.FilterWords }

// Filter returns the text in force.
func (p *Pane) Filter() string { return p.filter }

// SetFilter filters the list to the volumes whose name, driver, project, state or containers
// contain every word of the text.
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

// QuickMenu offers filters by what uses volumes.
func (p *Pane) QuickMenu() (title string, items []dialog.Item) {
	return "Show volumes", []dialog.Item{
		{Key: "a", Label: QuickAll.String(), Chosen: p.quick == QuickAll},
		{Key: "u", Label: QuickUnused.String(), About: "no container mounts them", Chosen: p.quick == QuickUnused},
		{Key: "n", Label: QuickAnonymous.String(), About: "nobody named them", Chosen: p.quick == QuickAnonymous},
		{Key: "i", Label: QuickInUse.String(), About: "containers mount them, running or not", Chosen: p.quick == QuickInUse},
	}
}

// SetQuick puts a quick filter in force.
func (p *Pane) SetQuick(item int) {
	p.quick = Quick(item)
	p.narrow()
}

func (p *Pane) narrow() {
	filter := model.ParsePlainFilter(p.filter)
	p.list.SetMatch(func(e *entry) bool {
		if !p.quick.match(e) {
			return false
		}
		fields := []string{e.Name, e.Driver, e.Project(), words.VolumeState(e.Volume, e.state)}
		for _, c := range e.users {
			fields = append(fields, c.Name)
		}
		return filter.Match(fields...)
	})
	p.list.SetEmpty(p.emptyWords()...)
}

func (p *Pane) emptyWords() []string {
	fact := p.snapshot.Facts[model.FactVolumes]
	switch {
	case fact.Status == model.StatusFailed && fact.Problem != nil:
		return []string{"The volumes could not be listed.", words.ProblemLine(fact.Problem), p.keys.Offer(keymap.InVolumes, keymap.Refresh, "tries again")}
	case fact.Status != model.StatusReady && fact.At.IsZero():
		return []string{"Listing volumes" + p.styles.Glyphs.Ellipsis}
	case p.filter != "" || p.quick != QuickAll:
		return []string{"Nothing matches the filter.", p.keys.Offer(keymap.InVolumes, keymap.Back, "clears it")}
	}
	return []string{"There are no volumes on this engine."}
}

// usersKnown reports whether it is known what mounts volumes.
func (p *Pane) usersKnown() bool { return !p.snapshot.Facts[model.FactContainers].At.IsZero() }

// Current returns the volume under the cursor.
func (p *Pane) Current() (*model.Volume, bool) {
	if e, ok := p.list.Current(); ok {
		return e.Volume, true
	}
	return nil, false
}

// Shown returns the number of volumes that match the filters, and of all.
func (p *Pane) Shown() (shown, all int) { return p.list.Shown() }

// ShownWords are part of pane.Pane.
func (p *Pane) ShownWords() string { return pane.CountWords(p.Shown()) }

// SortBy sorts by a column, or reverses the order of the column in force.
func (p *Pane) SortBy(column int) { p.list.SortBy(column) }

// Order returns the column in force and whether its order is descending.
func (p *Pane) Order() (column int, descending bool) { return p.list.Order() }

// Columns returns the titles of the columns.
func (p *Pane) Columns() []string { return p.list.Titles() }

// Click moves the cursor, or sorts by the title at a cell.
func (p *Pane) Click(x, y int) {
	if y < p.listHeight() {
		p.list.Click(x, y)
	}
}

// Wheel scrolls the list.
func (p *Pane) Wheel(rows int) { p.list.Wheel(rows) }
