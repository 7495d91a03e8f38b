// Package cache is the pane that lists the records of the build cache.
package cache

import (
	"slices"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/query"
	"jettison/model/words"
	"jettison/ui/pane"
	"jettison/ui/theme"
	"jettison/ui/things"
)

// Pane is the list of cache records. It does no I/O.
type Pane struct {
	*things.Pane[*model.CacheRecord]
}

// New returns an empty pane, the largest records first.
func New(styles *theme.Styles, keys *keymap.Map, marks *model.Marks) *Pane {
	p := &Pane{}
	p.Pane = things.New(styles, keys, marks, things.Kind[*model.CacheRecord]{
		Kind: model.KindCache, Title: "Cache", Context: keymap.InCache,
		Rows:   func(inv *model.Inventory) []*model.CacheRecord { return slices.Clone(records(inv)) },
		Count:  func(inv *model.Inventory) int { return len(records(inv)) },
		Thing:  func(r *model.CacheRecord) model.Thing { return r },
		Match:  query.Matcher.MatchCache,
		Fields: p.fields(), Sort: "size", Quick: quickFilters(),
		About: []func(*model.CacheRecord) string{p.about},
		Details: func(r *model.CacheRecord) pane.Intent {
			return pane.ShowText{Title: "Cache record " + r.Target().Short(), Text: words.CacheDetails(p.Snapshot().Inventory, r, p.Now())}
		},
		MarkNote:    marked,
		LoadingText: "Measuring the build cache", FailedText: "The build cache could not be measured.", EmptyText: none,
		Hints: []keymap.Action{keymap.Mark, keymap.Plan, keymap.Details, keymap.Filter, keymap.QuickFilter, keymap.SortMenu, keymap.Help},
	})
	return p
}

// records are those of an inventory. They belong to it.
func records(inv *model.Inventory) []*model.CacheRecord {
	if inv == nil || inv.Usage == nil {
		return nil
	}
	return inv.Usage.Cache
}

// about says what a record stands on, what stands on it, and what its removal gives back.
func (p *Pane) about(r *model.CacheRecord) string {
	return p.Join(words.CacheFacts(p.Snapshot().Inventory, r)...)
}

// marked says what stops a record that a build uses.
func marked(r *model.CacheRecord) string {
	if r.InUse {
		return "A build uses the record: it stays until the build has ended."
	}
	return ""
}

func none(inv *model.Inventory) []string {
	if inv.Engine.Store == model.StorePodman {
		return []string{"Podman has no build cache of its own.", "The steps of its builds are images without a name."}
	}
	return []string{"The build cache is empty.", "Builds with BuildKit fill it; classic builds leave images behind."}
}
