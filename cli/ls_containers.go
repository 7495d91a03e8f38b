package cli

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"jettison/cli/output"
	"jettison/model"
	"jettison/model/query"
	versions "jettison/model/version"
)

// listContainers prints the containers that a query matches.
func (l *lsFlags) listContainers(ctx context.Context, s *invocation, f *flags, q *query.Query) error {
	order, err := parseContainerSort(l.sort)
	if err != nil {
		return err
	}
	format, err := l.parseFormat(output.ContainerTable)
	if err != nil {
		return err
	}
	if l.cached {
		return &UsageError{"The cached list is one of images.", "Leave out --cached for containers."}
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
	if sized := !l.quiet && (format == nil || format.Mentions("Size")); sized || order.bySize() {
		if err := e.measure(ctx, list); err != nil {
			return err
		}
		list = matchingContainers(q, e.inventory, s.now())
	}
	s.noteMisspelled(q, e.inventory, "")
	order.sort(list)
	containers := &output.Containers{Inventory: e.inventory, List: list, Now: s.now(), Whole: l.whole}
	switch {
	case l.json:
		return containers.WriteJSON(s.out, q.Text())
	case l.quiet:
		return containers.WriteIDs(s.out)
	case format != nil:
		return templateError(containers.WriteFormat(s.out, format))
	}
	return containers.WriteTable(s.out)
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

// containerOrder is a sort order of containers.
type containerOrder struct {
	name       string
	descending bool
}

// containerSortField is something that containers can be sorted by.
type containerSortField struct {
	name       string
	descending bool // its usual direction is descending
	compare    func(a, b *model.Container) int
}

func containerSortList() []containerSortField {
	return []containerSortField{
		{"name", false, func(a, b *model.Container) int { return versions.Compare(a.Name, b.Name) }},
		{"image", false, func(a, b *model.Container) int { return versions.Compare(a.ImageRef, b.ImageRef) }},
		{"id", false, func(a, b *model.Container) int { return strings.Compare(string(a.ID), string(b.ID)) }},
		{"state", false, func(a, b *model.Container) int { return a.State.Rank() - b.State.Rank() }},
		{"since", true, func(a, b *model.Container) int { return a.Since.Compare(b.Since) }},
		{"created", true, func(a, b *model.Container) int { return a.Created.Compare(b.Created) }},
		{"size", true, func(a, b *model.Container) int { return cmp.Compare(a.Size, b.Size) }},
		{"project", false, func(a, b *model.Container) int { return strings.Compare(a.Project(), b.Project()) }},
	}
}

func containerSortFields() []string {
	var names []string
	for _, field := range containerSortList() {
		names = append(names, field.name)
	}
	return names
}

// parseContainerSort parses --sort as parseSort does.
func parseContainerSort(text string) (containerOrder, error) {
	if text == "" {
		return containerOrder{name: "name"}, nil
	}
	list := containerSortList()
	at, turned, err := parseDirection(text, containerSortFields(), func(at int) bool { return list[at].descending })
	if err != nil {
		return containerOrder{}, err
	}
	return containerOrder{list[at].name, turned}, nil
}

func (o containerOrder) bySize() bool { return o.name == "size" }

// sort sorts containers. Ties are sorted by name and ID.
func (o containerOrder) sort(containers []*model.Container) {
	list := containerSortList()
	at := slices.IndexFunc(list, func(field containerSortField) bool { return field.name == o.name })
	slices.SortFunc(containers, func(a, b *model.Container) int {
		by := list[at].compare(a, b)
		if o.descending {
			by = -by
		}
		return cmp.Or(by, versions.Compare(a.Name, b.Name), strings.Compare(string(a.ID), string(b.ID)))
	})
}
