package images

import (
	"jettison/model/query"
	"jettison/model/words"
	"jettison/ui/dialog"
)

// quick is a predefined filter, chosen from a menu.
type quick uint8

// The quick filters, in the order of the menu.
const (
	quickAll quick = iota
	quickDangling
	quickUnused
	quickInUse
	quickCount
)

func (q quick) String() string {
	switch q {
	case quickDangling:
		return "dangling"
	case quickUnused:
		return "unused"
	case quickInUse:
		return "in use"
	case quickAll, quickCount:
	}
	return "all"
}

// about describes a quick filter; key chooses it in the menu.
func (q quick) about() (key, about string) {
	switch q {
	case quickDangling:
		return "d", "no tag, and no image is built on them"
	case quickUnused:
		return "u", "no container uses them"
	case quickInUse:
		return "i", "a container uses them, running or not"
	case quickAll, quickCount:
	}
	return "a", ""
}

// matcher judges rows as the query language does, so that its states have one
// definition.
func (q quick) matcher(env query.Env) query.Matcher {
	switch q {
	case quickDangling:
		return query.InState("dangling").Compile(env)
	case quickUnused:
		return query.InState("unused").Compile(env)
	case quickInUse:
		return query.InState("used").Compile(env)
	case quickAll, quickCount:
	}
	return query.Matcher{}
}

// Quick returns the name of the quick filter in force; empty for none.
func (p *Pane) Quick() string {
	if p.quick == quickAll {
		return ""
	}
	return p.quick.String()
}

// QuickMenu returns the quick filters, each with the number of its rows.
func (p *Pane) QuickMenu() (title string, items []dialog.Item) {
	for q := range quickCount {
		key, about := q.about()
		items = append(items, dialog.Item{
			Key: key, Label: q.String(), About: about, Chosen: p.quick == q, Figure: words.Count(p.countQuick(q)),
		})
	}
	return "Show images", items
}

// SetQuick puts a quick filter in force.
func (p *Pane) SetQuick(item int) {
	p.quick = quick(item)
	p.rebuild()
}

// countQuick returns how many rows a quick filter shows.
func (p *Pane) countQuick(q quick) int {
	n, matcher := 0, q.matcher(p.Env())
	for _, row := range p.inv.Rows() {
		if matcher.Match(&row) {
			n++
		}
	}
	return n
}
