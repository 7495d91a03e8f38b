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
	versions "jettison/model/version"
)

// containerListing lists containers.
type containerListing struct{}

func (containerListing) sorts() []string { return sortNames(containerSorts()) }

func (containerListing) list(ctx context.Context, l *lsFlags, s *invocation, f *flags, q *query.Query) error {
	order, err := parseThingSort(l.sort, containerSorts())
	if err != nil {
		return err
	}
	format, err := l.parseFormat(output.ContainerTable)
	if err != nil {
		return err
	}
	e, _, err := loadEngine(ctx, s, f, wants{containers: true}.with(containerNeeds(q)))
	if err != nil {
		return err
	}
	defer e.close()
	if err := e.measureFor(ctx, q); err != nil {
		return err
	}
	list := matchingContainers(q, e.inventory, s.now())
	if sized := !l.quiet && (format == nil || format.Mentions("Size")); sized || order.name == sortBySize {
		if err := e.measure(ctx, list); err != nil {
			return err
		}
		list = matchingContainers(q, e.inventory, s.now())
	}
	s.noteMisspelled(q, e.inventory, "")
	order.sort(list, containerSorts(), func(a, b *model.Container) int { return strings.Compare(string(a.ID), string(b.ID)) })
	return l.write(s, &output.Containers{Inventory: e.inventory, List: list, Now: s.now(), Whole: l.whole}, format, q)
}

// matchingContainers returns the containers of an inventory that match a query.
func matchingContainers(q *query.Query, inv *model.Inventory, now time.Time) []*model.Container {
	return matchingOf(q, inv, now, inv.Containers(), query.Matcher.MatchContainer)
}

// containerNeeds returns the facts that a query about containers and cache records asks about,
// without the disk usage: what containers have written is measured by itself, see measureFor,
// and so is the build cache, see wants.cache.
func containerNeeds(q *query.Query) []model.Fact {
	return slices.DeleteFunc(q.Needs(), func(fact model.Fact) bool {
		return fact == model.FactUsage && !q.Asks(model.KindVolume)
	})
}

// measureFor has the engine count what containers have written if a query asks about it.
func (e *engine) measureFor(ctx context.Context, q *query.Query) error {
	if !q.Asks(model.KindContainer) || !slices.Contains(q.Needs(), model.FactUsage) {
		return nil
	}
	return e.measure(ctx, e.inventory.Containers())
}

// sortBySize is the sort for which sizes are measured.
const sortBySize = "size"

func containerSorts() []thingSort[*model.Container] {
	return []thingSort[*model.Container]{
		{"name", false, func(a, b *model.Container) int { return versions.Compare(a.Name, b.Name) }},
		{"image", false, func(a, b *model.Container) int { return versions.Compare(a.ImageRef, b.ImageRef) }},
		{"id", false, func(a, b *model.Container) int { return strings.Compare(string(a.ID), string(b.ID)) }},
		{"state", false, func(a, b *model.Container) int { return a.State.Rank() - b.State.Rank() }},
		{"since", true, func(a, b *model.Container) int { return a.Since.Compare(b.Since) }},
		{"created", true, func(a, b *model.Container) int { return a.Created.Compare(b.Created) }},
		{sortBySize, true, func(a, b *model.Container) int { return cmp.Compare(a.Size, b.Size) }},
		{"project", false, func(a, b *model.Container) int { return strings.Compare(a.Project(), b.Project()) }},
	}
}
