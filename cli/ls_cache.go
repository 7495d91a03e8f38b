package cli

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"jettison/cli/output"
	"jettison/model"
	"jettison/model/query"
)

// listCacheRecords prints the records of the build cache that a query matches.
func (l *lsFlags) listCacheRecords(ctx context.Context, s *invocation, f *flags, q *query.Query) error {
	order, err := parseCacheSort(l.sort)
	if err != nil {
		return err
	}
	format, err := l.parseFormat(output.CacheTable)
	if err != nil {
		return err
	}
	if l.cached {
		return &UsageError{"The cached list is one of images.", "Leave out --cached for records of the build cache."}
	}
	e, inv, err := loadEngine(ctx, s, f, wants{cache: true, containers: true})
	if err != nil {
		return err
	}
	defer e.close()
	s.noteMisspelled(q, inv, "")
	list := matchingRecords(q, inv, s.now())
	order.sort(list)
	records := &output.CacheRecords{Inventory: inv, List: list, Now: s.now(), Whole: l.whole}
	switch {
	case l.json:
		return records.WriteJSON(s.out, q.Text())
	case l.quiet:
		return records.WriteIDs(s.out)
	case format != nil:
		return templateError(records.WriteFormat(s.out, format))
	}
	return records.WriteTable(s.out)
}

// matchingRecords returns the records of the build cache that a query matches.
func matchingRecords(q *query.Query, inv *model.Inventory, now time.Time) []*model.CacheRecord {
	if inv.Usage == nil {
		return nil
	}
	matcher := q.Compile(queryEnv(inv, now))
	var found []*model.CacheRecord
	for _, r := range inv.Usage.Cache {
		if matcher.MatchCache(r) {
			found = append(found, r)
		}
	}
	return found
}

// cacheOrder is a sort order of records of the build cache.
type cacheOrder struct {
	name       string
	descending bool
}

// cacheSortField is something that records can be sorted by.
type cacheSortField struct {
	name       string
	descending bool // its usual direction is descending
	compare    func(a, b *model.CacheRecord) int
}

func cacheSortList() []cacheSortField {
	return []cacheSortField{
		{"size", true, func(a, b *model.CacheRecord) int { return cmp.Compare(a.Size, b.Size) }},
		{"name", false, func(a, b *model.CacheRecord) int { return strings.Compare(a.Called(), b.Called()) }},
		{"id", false, func(a, b *model.CacheRecord) int { return strings.Compare(a.ID, b.ID) }},
		{"type", false, func(a, b *model.CacheRecord) int { return strings.Compare(a.Type, b.Type) }},
		{"created", true, func(a, b *model.CacheRecord) int { return a.Created.Compare(b.Created) }},
		{"used", true, func(a, b *model.CacheRecord) int { return a.LastUsed.Compare(b.LastUsed) }},
		{"uses", true, func(a, b *model.CacheRecord) int { return cmp.Compare(a.Uses, b.Uses) }},
	}
}

func cacheSortFields() []string {
	var names []string
	for _, field := range cacheSortList() {
		names = append(names, field.name)
	}
	return names
}

// parseCacheSort parses --sort as parseSort does. The largest records are first without one.
func parseCacheSort(text string) (cacheOrder, error) {
	if text == "" {
		return cacheOrder{name: "size", descending: true}, nil
	}
	list := cacheSortList()
	at, turned, err := parseDirection(text, cacheSortFields(), func(at int) bool { return list[at].descending })
	if err != nil {
		return cacheOrder{}, err
	}
	return cacheOrder{list[at].name, turned}, nil
}

// sort sorts records. Ties are sorted by ID.
func (o cacheOrder) sort(records []*model.CacheRecord) {
	list := cacheSortList()
	at := slices.IndexFunc(list, func(field cacheSortField) bool { return field.name == o.name })
	slices.SortFunc(records, func(a, b *model.CacheRecord) int {
		by := list[at].compare(a, b)
		if o.descending {
			by = -by
		}
		return cmp.Or(by, strings.Compare(a.ID, b.ID))
	})
}
