package policy

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"jettison/model"
)

// candidate is an image, and its rows that are to go.
type candidate struct {
	image      *model.Image
	keys       []model.Key
	used       time.Time
	generation int // how many parents the engine names above it
}

// whole reports whether nothing of the image stays.
func (c *candidate) whole() bool { return len(c.keys) == max(1, len(c.image.Refs())) }

// sort puts candidates in the order of removal.
func (s *selector) sort(found []*candidate) {
	uses := newLastUses(s.env, s.policy.ordered())
	layered := true
	for _, c := range found {
		c.used = uses.of(c.image)
		c.generation = s.generation(c.image)
		layered = layered && c.image.Layered
	}
	// Heights compare only where all are known.
	height := func(image *model.Image) int {
		if !layered || image.Top == nil {
			return 0
		}
		return image.Top.Depth
	}
	slices.SortFunc(found, func(a, b *candidate) int {
		if c := a.used.Compare(b.used); c != 0 {
			return c
		}
		return cmp.Or(cmp.Compare(height(b.image), height(a.image)), cmp.Compare(b.generation, a.generation),
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
