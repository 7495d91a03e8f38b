package modeltest

import (
	"maps"
	"math/rand/v2"
	"slices"
	"time"

	"jettison/model"
)

// World is everything that an engine holds. A world is built in one goroutine;
// whoever serves it works on a Clone.
type World struct {
	Now        time.Time // when the world was made
	Images     []*Image
	Containers []*Container
	Volumes    []*Volume
	Cache      []*model.CacheRecord
	Services   []*model.Service // of a swarm; the engine is a manager if there are any
	Layers     int              // how many layers were made

	seed, drawn uint64
	tagged      map[string]*Image
	rand        *rand.Rand
}

// New returns an empty world. All that is made in it follows from the seed and
// the order of the calls; dates are relative to now.
func New(seed uint64, now time.Time) *World {
	return &World{
		Now: now, seed: seed, tagged: map[string]*Image{},
		rand: rand.New(rand.NewPCG(seed, 0x6a657474)),
	}
}

// Clone is a world of its own with the same content. Layers and history, which
// never change, are shared.
func (w *World) Clone() *World {
	clone := *w
	clone.tagged = make(map[string]*Image, len(w.tagged))
	clone.Images = make([]*Image, len(w.Images))
	for i, image := range w.Images {
		c := *image
		c.Tags, c.Digests, c.Platforms = slices.Clone(image.Tags), slices.Clone(image.Digests), slices.Clone(image.Platforms)
		clone.Images[i] = &c
		for _, tag := range c.Tags {
			clone.tagged[tag] = &c
		}
	}
	clone.Containers = make([]*Container, len(w.Containers))
	for i, container := range w.Containers {
		c := *container
		c.Labels, c.Volumes, c.Mounts = maps.Clone(container.Labels), slices.Clone(container.Volumes), slices.Clone(container.Mounts)
		clone.Containers[i] = &c
	}
	clone.Volumes = slices.Clone(w.Volumes)
	clone.Cache, clone.Services = slices.Clone(w.Cache), slices.Clone(w.Services)
	// The clone draws numbers of its own from here on, and the original is not
	// disturbed by it.
	clone.rand = rand.New(rand.NewPCG(w.seed, w.drawn))
	return &clone
}
