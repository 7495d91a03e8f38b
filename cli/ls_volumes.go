package cli

import (
	"cmp"
	"context"
	"strings"

	"jettison/cli/output"
	"jettison/model"
	"jettison/model/query"
	versions "jettison/model/version"
)

// volumeListing lists volumes.
type volumeListing struct{}

func (volumeListing) sorts() []string { return sortNames(volumeSorts(nil)) }

// list asks the engine to measure the volumes only where sizes are of use: it reads all their files
// for that.
func (volumeListing) list(ctx context.Context, l *lsFlags, s *invocation, f *flags, q *query.Query) error {
	order, err := parseThingSort(l.sort, volumeSorts(nil))
	if err != nil {
		return err
	}
	format, err := l.parseFormat(output.VolumeTable)
	if err != nil {
		return err
	}
	sized := l.json || order.name == sortBySize || !l.quiet && (format == nil || format.Mentions("Size"))
	e, inv, err := loadEngine(ctx, s, f, wants{volumes: true, containers: true, usage: sized}.with(q.Needs()))
	if err != nil {
		return err
	}
	defer e.close()
	s.noteMisspelled(q, inv, "")
	list := matchingOf(q, inv, s.now(), inv.Volumes(), query.Matcher.MatchVolume)
	if order, err = parseThingSort(l.sort, volumeSorts(inv)); err != nil {
		return err
	}
	order.sort(list, volumeSorts(inv), func(a, b *model.Volume) int { return strings.Compare(a.Name, b.Name) })
	return l.write(s, &output.Volumes{Inventory: inv, List: list, Now: s.now(), Whole: l.whole}, format, q)
}

// volumeSorts are what volumes can be sorted by; inv has their containers.
func volumeSorts(inv *model.Inventory) []thingSort[*model.Volume] {
	return []thingSort[*model.Volume]{
		{"name", false, func(a, b *model.Volume) int { return versions.Compare(a.Name, b.Name) }},
		{sortBySize, true, func(a, b *model.Volume) int { return cmp.Compare(a.Size, b.Size) }},
		{"state", false, func(a, b *model.Volume) int { return cmp.Compare(inv.VolumeState(a), inv.VolumeState(b)) }},
		{"containers", true, func(a, b *model.Volume) int {
			return cmp.Compare(len(inv.VolumeUsers(a.Name)), len(inv.VolumeUsers(b.Name)))
		}},
		{"created", true, func(a, b *model.Volume) int { return a.Created.Compare(b.Created) }},
		{"project", false, func(a, b *model.Volume) int { return strings.Compare(a.Project(), b.Project()) }},
		{"driver", false, func(a, b *model.Volume) int { return strings.Compare(a.Driver, b.Driver) }},
	}
}
