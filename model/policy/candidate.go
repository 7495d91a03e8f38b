package policy

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"jettison/model"
)

// candidate is an image of which references are to go.
type candidate struct {
	image      *model.Image
	keys       []model.Key
	used       time.Time
	generation int // how many parents the engine names above it
}

// whole reports whether all of the image is to go.
func (c *candidate) whole() bool { return len(c.keys) == max(1, len(c.image.Tags)) }

// sort puts candidates in the order in which they go.
func (s *selector) sort(found []*candidate) {
	uses := lastUses{env: s.env, known: map[model.ImageID]time.Time{}}
	for _, c := range found {
		c.used = uses.of(c.image)
		c.generation = s.generation(c.image)
	}
	slices.SortFunc(found, func(a, b *candidate) int {
		if c := a.used.Compare(b.used); c != 0 {
			return c
		}
		return cmp.Or(cmp.Compare(b.generation, a.generation),
			strings.Compare(a.image.Name(), b.image.Name()), strings.Compare(string(a.image.ID), string(b.image.ID)))
	})
}

func (s *selector) generation(image *model.Image) int {
	n := 0
	for image.Parent != "" && n <= len(s.env.Inventory.Images()) {
		parent, ok := s.env.Inventory.Image(image.Parent)
		if !ok {
			break
		}
		image = parent
		n++
	}
	return n
}

// lastUses tells when images were last used, and remembers it.
type lastUses struct {
	env   *Env
	known map[model.ImageID]time.Time
}

// of is when an image was last used, or anything that was built on it.
func (l *lastUses) of(image *model.Image) time.Time {
	if at, ok := l.known[image.ID]; ok {
		return at
	}
	at := l.own(image)
	l.known[image.ID] = at // ends the way around a circle of parents
	for _, child := range l.env.Inventory.Children(image.ID) {
		if of := l.of(child); of.After(at) {
			at = of
		}
	}
	l.known[image.ID] = at
	return at
}

func (l *lastUses) own(image *model.Image) time.Time {
	at := image.LastTagged
	for _, c := range l.env.Inventory.Users(image.ID) {
		if use := l.byContainer(c); use.After(at) {
			at = use
		}
	}
	if at.IsZero() {
		at = image.Created
	}
	if at.IsZero() {
		return l.env.Now
	}
	return at
}

// byContainer is when a container used its image: until now while it runs, and
// as long as it is not known when it ended.
func (l *lastUses) byContainer(c *model.Container) time.Time {
	if at, ok := stoppedSince(c); ok {
		return at
	}
	return l.env.Now
}

// stoppedSince is when a container stopped, or was created if it never ran; ok
// is false while it runs and while that is not known.
func stoppedSince(c *model.Container) (at time.Time, ok bool) {
	switch {
	case c.State.Running():
		return time.Time{}, false
	case !c.Since.IsZero():
		return c.Since, true
	case c.State == model.StateCreated:
		return c.Created, !c.Created.IsZero()
	}
	return time.Time{}, false
}
