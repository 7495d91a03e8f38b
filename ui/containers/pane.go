// Package containers is the pane that lists containers and the images whose removal
// each one blocks.
package containers

import (
	"time"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/query"
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
	QuickRunning
	QuickStopped
)

// String returns the name of the filter.
func (q Quick) String() string {
	switch q {
	case QuickRunning:
		return "running"
	case QuickStopped:
		return "stopped"
	case QuickAll:
	}
	return "all"
}

func (q Quick) match(c *model.Container) bool {
	return q == QuickAll || (q == QuickRunning) == c.State.Running()
}

// Pane is the container list. It does no I/O.
type Pane struct {
	pane.None
	keys   *keymap.Map
	list   *table.List[*entry]
	styles *theme.Styles
	now    time.Time

	snapshot model.Snapshot
	quick    Quick
	filter   string
	query    *query.Query // that filter is
	actions  []pane.Action

	width, height int
}

// entry is a container with the images that it blocks.
type entry struct {
	*model.Container
	image string // the current name of its image
	named bool   // image is the reference that the container was created from
	hold  model.Hold
}

// New returns an empty pane, the running containers first.
func New(styles *theme.Styles, keys *keymap.Map) *Pane {
	p := &Pane{styles: styles, keys: keys, query: every()}
	p.list = table.NewList(styles, func(e *entry) string { return string(e.ID) }, p.fields())
	p.actions = p.newActions()
	return p
}

// every returns the query for all containers.
func every() *query.Query {
	q, err := query.ParseOf(model.KindContainer, "")
	if err != nil {
		panic(err) // an empty text is always a query
	}
	return q
}

// SetSnapshot shows a newer snapshot. The cursor stays on its container.
func (p *Pane) SetSnapshot(snapshot model.Snapshot, now time.Time) {
	same := snapshot.Inventory == p.snapshot.Inventory
	p.snapshot, p.now = snapshot, now
	p.list.SetEmpty(p.emptyWords()...)
	if same {
		return
	}
	inv := snapshot.Inventory
	holds := model.NewHolds(inv)
	entries := make([]*entry, 0, len(inv.Containers()))
	for _, c := range inv.Containers() {
		name, named := inv.ImageName(c)
		entries = append(entries, &entry{c, name, named, holds.Of(c)})
	}
	p.list.SetItems(entries)
	p.narrow()
}

// Title is part of pane.Pane.
func (p *Pane) Title() string { return "Containers" }

// Figure returns the number of containers.
func (p *Pane) Figure(snapshot model.Snapshot) string {
	return pane.CountFigure(&p.styles.Glyphs, snapshot.Facts[model.FactContainers], len(snapshot.Inventory.Containers()))
}

// Context is part of pane.Pane.
func (p *Pane) Context() keymap.Context { return keymap.InContainers }

// FilterKind is part of pane.Pane.
func (p *Pane) FilterKind() pane.FilterKind { return pane.FilterOwnKind }

// Filter returns the text in force.
func (p *Pane) Filter() string { return p.filter }

// SetFilter filters the list to the matches of a query, which means containers without
// saying so; an empty one shows all.
func (p *Pane) SetFilter(text string) error {
	q, err := query.ParseOf(model.KindContainer, text)
	if err == nil {
		err = q.Only("are not in this list", model.KindContainer)
	}
	if err != nil {
		return err
	}
	p.query, p.filter = q, text
	p.narrow()
	return nil
}

// Candidates returns the ways to complete a query at the cursor.
func (p *Pane) Candidates(text string, cursor int) []dialog.Candidate {
	return pane.Candidates(text, query.CompleteOf(model.KindContainer, text, cursor, p.env()))
}

// env returns the environment that queries are judged in.
func (p *Pane) env() query.Env {
	known := func(fact model.Fact) bool { return !p.snapshot.Facts[fact].At.IsZero() }
	return query.Env{Now: p.now, Inventory: p.snapshot.Inventory, Known: known}
}

// Quick returns the name of the quick filter in force; empty for none.
func (p *Pane) Quick() string {
	if p.quick == QuickAll {
		return ""
	}
	return p.quick.String()
}

// QuickMenu offers filters by the state of containers.
func (p *Pane) QuickMenu() (title string, items []dialog.Item) {
	return "Show containers", []dialog.Item{
		{Key: "a", Label: QuickAll.String(), Chosen: p.quick == QuickAll},
		{Key: "r", Label: QuickRunning.String(), About: "their images can't go", Chosen: p.quick == QuickRunning},
		{Key: "s", Label: QuickStopped.String(), About: "they hold images all the same", Chosen: p.quick == QuickStopped},
	}
}

// SetQuick puts a quick filter in force.
func (p *Pane) SetQuick(item int) {
	p.quick = Quick(item)
	p.narrow()
}

func (p *Pane) narrow() {
	matcher := p.query.Compile(p.env())
	p.list.SetMatch(func(e *entry) bool { return p.quick.match(e.Container) && matcher.MatchContainer(e.Container) })
	p.list.SetEmpty(p.emptyWords()...)
}

func (p *Pane) emptyWords() []string {
	fact := p.snapshot.Facts[model.FactContainers]
	switch {
	case fact.Status == model.StatusFailed && fact.Problem != nil:
		return []string{"The containers could not be listed.", words.ProblemLine(fact.Problem), p.keys.Offer(keymap.InContainers, keymap.Refresh, "tries again")}
	case fact.Status != model.StatusReady && fact.At.IsZero():
		return []string{"Listing containers" + p.styles.Glyphs.Ellipsis}
	case p.filter != "" || p.quick != QuickAll:
		lines := []string{"Nothing matches the filter."}
		if shown, _ := p.Shown(); shown == 0 {
			for _, m := range p.query.Misspelled(p.snapshot.Inventory) {
				lines = append(lines, m.String())
			}
		}
		return append(lines, p.keys.Offer(keymap.InContainers, keymap.Back, "clears it"))
	}
	return []string{"There are no containers on this engine.", "Nothing holds its images down."}
}

// Current returns the container under the cursor.
func (p *Pane) Current() (*model.Container, bool) {
	if e, ok := p.list.Current(); ok {
		return e.Container, true
	}
	return nil, false
}

// Shown returns the number of containers that match the filters, and of all.
func (p *Pane) Shown() (shown, all int) { return p.list.Shown() }

// ShownWords are part of pane.Pane.
func (p *Pane) ShownWords() string { return pane.CountWords(p.Shown()) }

// SortBy sorts by a column, or reverses the order of the column in force.
func (p *Pane) SortBy(column int) { p.list.SortBy(column) }

// Order returns the column in force and whether its order is descending.
func (p *Pane) Order() (column int, descending bool) { return p.list.Order() }

// Columns returns the titles of the columns.
func (p *Pane) Columns() []string { return p.list.Titles() }

func (p *Pane) newActions() []pane.Action {
	noContainer := func() string {
		if _, ok := p.Current(); !ok {
			return pane.Nothing
		}
		return ""
	}
	return append(append(pane.Moves(p.list.Do), pane.Each(p.list.Do, keymap.SortReverse)...),
		pane.Action{Name: keymap.Details, Off: noContainer, Do: func() pane.Intent {
			c, _ := p.Current()
			return pane.ShowImage{ID: c.Image}
		}},
		pane.Action{Name: keymap.Copy, Off: noContainer, Do: func() pane.Intent {
			c, _ := p.Current()
			return pane.Copy{Text: c.Name}
		}})
}

// Actions are part of pane.Pane.
func (p *Pane) Actions() []pane.Action { return p.actions }

// Click moves the cursor, or sorts by the title at a cell.
func (p *Pane) Click(x, y int) {
	if y < p.listHeight() {
		p.list.Click(x, y)
	}
}

// Wheel scrolls the list.
func (p *Pane) Wheel(rows int) { p.list.Wheel(rows) }

// Hints returns the actions that the footer offers.
func (p *Pane) Hints() []keymap.Action {
	return []keymap.Action{keymap.Details, keymap.Filter, keymap.QuickFilter, keymap.SortMenu, keymap.Copy, keymap.Help}
}
