package things

import (
	"jettison/keymap"
	"jettison/model"
	"jettison/model/query"
	"jettison/model/words"
	"jettison/ui/dialog"
	"jettison/ui/pane"
)

// matchAll returns the query for all things of a kind.
func matchAll(kind model.Kind) *query.Query {
	q, err := query.ParseOf(kind, "")
	if err != nil {
		panic(err) // an empty text is always a query
	}
	return q
}

// FilterKind is part of pane.Pane.
func (p *Pane[E]) FilterKind() pane.FilterKind { return pane.FilterOwnKind }

// Filter returns the text in force.
func (p *Pane[E]) Filter() string { return p.filter }

// SetFilter filters the list to the matches of a query, which means the pane's kind without
// saying so; an empty one shows all.
func (p *Pane[E]) SetFilter(text string) error {
	q, err := query.ParseOf(p.kind.Kind, text)
	if err == nil {
		err = q.Only("are not in this list", p.kind.Kind)
	}
	if err != nil {
		return err
	}
	p.query, p.filter = q, text
	p.applyFilters()
	return nil
}

// Candidates returns the ways to complete a query at the cursor.
func (p *Pane[E]) Candidates(text string, cursor int) []dialog.Candidate {
	return pane.Candidates(text, query.CompleteOf(p.kind.Kind, text, cursor, p.env()))
}

// env returns the environment that queries are judged in.
func (p *Pane[E]) env() query.Env {
	known := func(fact model.Fact) bool { return !p.snapshot.Facts[fact].At.IsZero() }
	return query.Env{Now: p.now, Inventory: p.snapshot.Inventory, Marked: p.marks.Has, Known: known}
}

// Quick returns the name of the quick filter in force; empty for none.
func (p *Pane[E]) Quick() string {
	if p.quick == 0 {
		return ""
	}
	return p.kind.Quick[p.quick].Name
}

// QuickMenu offers the predefined filters of the kind.
func (p *Pane[E]) QuickMenu() (title string, items []dialog.Item) {
	for i := range p.kind.Quick {
		q := &p.kind.Quick[i]
		items = append(items, dialog.Item{Key: q.Key, Label: q.Name, About: q.About, Chosen: p.quick == i})
	}
	return "Show " + words.Kind(p.kind.Kind) + "s", items
}

// SetQuick puts a quick filter in force.
func (p *Pane[E]) SetQuick(item int) {
	p.quick = item
	p.applyFilters()
}

func (p *Pane[E]) applyFilters() {
	matcher, quick := p.query.Compile(p.env()), p.kind.Quick[p.quick].Match
	p.list.SetMatch(func(row E) bool { return (quick == nil || quick(row, p.now)) && p.kind.Match(matcher, row) })
	p.list.SetEmpty(p.emptyWords()...)
}

// noMatch says that nothing matches the filters, why that may be, and the way out.
func (p *Pane[E]) noMatch() []string {
	lines := []string{"Nothing matches the filter."}
	if shown, _ := p.list.Shown(); shown > 0 {
		return lines // nobody sees it
	}
	for _, m := range p.query.Misspelled(p.snapshot.Inventory) {
		lines = append(lines, m.String())
	}
	return append(lines, p.keys.Offer(p.kind.Context, keymap.Back, "clears it"))
}
