// Package containers is the pane that lists containers and the images whose removal
// each one blocks.
package containers

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

// Pane is the container list. It does no I/O.
type Pane struct {
	*things.Pane[*entry]
}

// entry is a container with the images that it blocks.
type entry struct {
	*model.Container
	image string // the current name of its image
	named bool   // image is the reference that the container was created from
	hold  model.Hold
}

// New returns an empty pane, the running containers first.
func New(styles *theme.Styles, keys *keymap.Map, marks *model.Marks) *Pane {
	p := &Pane{}
	p.Pane = things.New(styles, keys, marks, things.Kind[*entry]{
		Kind: model.KindContainer, Title: "Containers", Context: keymap.InContainers,
		Rows:   entries,
		Count:  func(inv *model.Inventory) int { return len(inv.Containers()) },
		Thing:  func(e *entry) model.Thing { return e.Container },
		Match:  func(m query.Matcher, e *entry) bool { return m.MatchContainer(e.Container) },
		Fields: p.fields(), Quick: quickFilters(),
		About: []func(*entry) string{
			p.holdWords,
			func(e *entry) string { return p.Join(words.ContainerFacts(e.Container)...) },
		},
		Details: func(e *entry) pane.Intent { return pane.ShowImage{ID: e.Image} },
		Unmarkable: func(e *entry) string {
			if !e.External {
				return ""
			}
			return words.External(e.Container)
		},
		LoadingText: "Listing containers", FailedText: "The containers could not be listed.",
		EmptyText: func(*model.Inventory) []string {
			return []string{"There are no containers on this engine.", "Nothing holds its images down."}
		},
		Hints: []keymap.Action{keymap.Mark, keymap.Plan, keymap.Details, keymap.Filter, keymap.QuickFilter, keymap.SortMenu, keymap.Help},
	})
	return p
}

func entries(inv *model.Inventory) []*entry {
	holds := model.NewHolds(inv)
	rows := make([]*entry, 0, len(inv.Containers()))
	for _, c := range inv.Containers() {
		name, named := inv.ImageName(c)
		rows = append(rows, &entry{c, name, named, holds.Of(c)})
	}
	return rows
}

func quickFilters() []things.Quick[*entry] {
	return []things.Quick[*entry]{
		{Key: "a", Name: "all"},
		{
			Key: "r", Name: "running", About: "their images can't go",
			Match: func(e *entry, _ time.Time) bool { return e.State.Running() },
		},
		{
			Key: "s", Name: "stopped", About: "they hold images all the same",
			Match: func(e *entry, _ time.Time) bool { return !e.State.Running() },
		},
	}
}

// holdWords says in words what the figures of a container mean.
func (p *Pane) holdWords(e *entry) string {
	h := e.hold
	if h.Image == nil {
		return "was created from an image that is gone: " + e.Image.Short()
	}
	text := "holds " + e.image
	if was := p.Snapshot().Inventory.WasNamed(e.Container); was != "" {
		text += " (was " + was + ")"
	}
	if h.Ancestors > 0 {
		text += " + " + words.Plural(h.Ancestors, "ancestor")
	}
	if h.Image.SharedSize >= 0 {
		text += ", " + p.uniqueWords(h)
	}
	text += " " + p.Styles().Glyphs.Dot + " "
	switch {
	case h.Sole():
		return text + "nothing else holds it"
	case h.Built == 0:
		return text + "so " + do(h.SameImage) + " " + words.Plural(h.SameImage, "other container")
	case h.SameImage == 0:
		return text + "so " + do(h.Built) + " " + words.Plural(h.Built, "container") + " of images on top"
	}
	return text + "so do " + words.Plural(h.SameImage, "other container") + ", and " + words.Count(h.Built) + " of images on top"
}

func do(n int) string {
	if n == 1 {
		return "does"
	}
	return "do"
}
