package cli

import (
	"cmp"
	"context"
	"strings"

	"jettison/cli/output"
	"jettison/model"
	"jettison/model/query"
)

// cacheListing lists records of the build cache.
type cacheListing struct{}

func (cacheListing) sorts() []string { return sortNames(cacheSorts()) }

func (cacheListing) list(ctx context.Context, l *lsFlags, s *invocation, f *flags, q *query.Query) error {
	order, err := parseThingSort(l.sort, cacheSorts())
	if err != nil {
		return err
	}
	format, err := l.parseFormat(output.CacheTable)
	if err != nil {
		return err
	}
	e, inv, err := loadEngine(ctx, s, f, wants{cache: true, containers: true})
	if err != nil {
		return err
	}
	defer e.close()
	s.noteMisspelled(q, inv, "")
	var list []*model.CacheRecord
	if inv.Usage != nil {
		list = matchingOf(q, inv, s.now(), inv.Usage.Cache, query.Matcher.MatchCache)
	}
	order.sort(list, cacheSorts(), func(a, b *model.CacheRecord) int { return strings.Compare(a.ID, b.ID) })
	return l.write(s, &output.CacheRecords{Inventory: inv, List: list, Now: s.now(), Whole: l.whole}, format, q)
}

func cacheSorts() []thingSort[*model.CacheRecord] {
	return []thingSort[*model.CacheRecord]{
		{sortBySize, true, func(a, b *model.CacheRecord) int { return cmp.Compare(a.Size, b.Size) }},
		{"name", false, func(a, b *model.CacheRecord) int { return strings.Compare(a.Called(), b.Called()) }},
		{"id", false, func(a, b *model.CacheRecord) int { return strings.Compare(a.ID, b.ID) }},
		{"type", false, func(a, b *model.CacheRecord) int { return strings.Compare(a.Type, b.Type) }},
		{"created", true, func(a, b *model.CacheRecord) int { return a.Created.Compare(b.Created) }},
		{"used", true, func(a, b *model.CacheRecord) int { return a.LastUsed.Compare(b.LastUsed) }},
		{"uses", true, func(a, b *model.CacheRecord) int { return cmp.Compare(a.Uses, b.Uses) }},
	}
}
