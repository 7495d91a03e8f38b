// Package volumes is the pane that lists volumes and the containers that mount them.
package volumes

import (
	"time"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/query"
	"jettison/model/words"
	"jettison/ui/pane"
	"jettison/ui/theme"
	"jettison/ui/things"
)

// Pane is the volume list. It does no I/O.
type Pane struct {
	*things.Pane[*entry]
}

// entry is a volume with the containers that mount it.
type entry struct {
	*model.Volume
	users []*model.Container
	state model.VolumeState
}

// New returns an empty pane, the largest volumes first.
func New(styles *theme.Styles, keys *keymap.Map, marks *model.Marks) *Pane {
	p := &Pane{}
	p.Pane = things.New(styles, keys, marks, things.Kind[*entry]{
		Kind: model.KindVolume, Title: "Volumes", Context: keymap.InVolumes,
		Rows:   entries,
		Count:  func(inv *model.Inventory) int { return len(inv.Volumes()) },
		Thing:  func(e *entry) model.Thing { return e.Volume },
		Match:  func(m query.Matcher, e *entry) bool { return m.MatchVolume(e.Volume) },
		Fields: p.fields(), Sort: "size", Quick: quickFilters(),
		About: []func(*entry) string{p.about},
		Details: func(e *entry) pane.Intent {
			return pane.ShowText{Title: "Volume " + e.Called(), Text: words.VolumeDetails(p.Snapshot().Inventory, e.Volume, p.Now())}
		},
		LoadingText: "Listing volumes", FailedText: "The volumes could not be listed.",
		EmptyText: func(*model.Inventory) []string { return []string{"There are no volumes on this engine."} },
		Hints:     []keymap.Action{keymap.Mark, keymap.Plan, keymap.Details, keymap.Filter, keymap.QuickFilter, keymap.SortMenu, keymap.Help},
	})
	return p
}

func entries(inv *model.Inventory) []*entry {
	rows := make([]*entry, 0, len(inv.Volumes()))
	for _, v := range inv.Volumes() {
		rows = append(rows, &entry{v, inv.VolumeUsers(v.Name), inv.VolumeState(v)})
	}
	return rows
}

func quickFilters() []things.Quick[*entry] {
	return []things.Quick[*entry]{
		{Key: "a", Name: "all"},
		{
			Key: "u", Name: "unused", About: "no container mounts them",
			Match: func(e *entry, _ time.Time) bool { return e.state == model.VolumeUnused },
		},
		{
			Key: "n", Name: "anonymous", About: "nobody named them",
			Match: func(e *entry, _ time.Time) bool { return e.Anonymous() },
		},
		{
			Key: "i", Name: "in use", About: "containers mount them, running or not",
			Match: func(e *entry, _ time.Time) bool { return e.state != model.VolumeUnused },
		},
	}
}

// about says who mounts a volume, whether somebody named it, and why its size is not known.
func (p *Pane) about(e *entry) string {
	var parts []string
	if p.usersKnown() {
		parts = append(parts, words.VolumeUsers(e.users, p.Now()))
	}
	if naming := words.VolumeNaming(e.Volume); naming != "" {
		parts = append(parts, naming)
	}
	if e.Size == model.Unknown && !p.measuring() {
		parts = append(parts, words.VolumeUnmeasured(e.Volume))
	}
	return p.Join(parts...)
}

// usersKnown reports whether it is known what mounts volumes.
func (p *Pane) usersKnown() bool { return !p.Snapshot().Facts[model.FactContainers].At.IsZero() }
