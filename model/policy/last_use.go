package policy

import (
	"slices"
	"time"

	"jettison/model"
	"jettison/model/layers"
)

// lastUses knows when images were last used.
type lastUses struct {
	env *Env
	// strict takes an image whose tag time was not read for used just now.
	strict bool
	known  map[model.ImageID]time.Time
	// layers is when an image with a layer was last used.
	layers map[*layers.Layer]time.Time
}

func newLastUses(env *Env, strict bool) *lastUses {
	images := env.Inventory.Images()
	l := &lastUses{env: env, strict: strict, known: make(map[model.ImageID]time.Time, len(images)), layers: map[*layers.Layer]time.Time{}}
	type use struct {
		image *model.Image
		at    time.Time
	}
	uses := make([]use, len(images))
	for i, image := range images {
		uses[i] = use{image, l.own(image)}
	}
	// From the latest on, so that a layer which was seen needs no second look.
	slices.SortFunc(uses, func(a, b use) int { return b.at.Compare(a.at) })
	for _, u := range uses {
		for layer := u.image.Top; layer != nil; layer = layer.Below {
			if _, seen := l.layers[layer]; seen {
				break
			}
			l.layers[layer] = u.at
		}
	}
	return l
}

// of returns when an image, or anything built on it, was last used.
func (l *lastUses) of(image *model.Image) time.Time {
	if at, ok := l.known[image.ID]; ok {
		return at
	}
	at := l.own(image)
	if image.Top != nil && l.layers[image.Top].After(at) {
		at = l.layers[image.Top]
	}
	l.known[image.ID] = at // ends a cycle of parents
	for _, child := range l.env.Inventory.Children(image.ID) {
		if of := l.of(child); of.After(at) {
			at = of
		}
	}
	l.known[image.ID] = at
	return at
}

// own returns when the image itself was last used: now where a swarm service names it.
func (l *lastUses) own(image *model.Image) time.Time {
	if len(l.env.Inventory.ServicesOf(image.ID)) > 0 || l.strict && !image.TagTimeRead {
		return l.env.Now
	}
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

// byContainer returns when a container last used its image: now while it runs,
// or if its end is not known.
func (l *lastUses) byContainer(c *model.Container) time.Time {
	if at, ok := stoppedSince(c); ok {
		return at
	}
	return l.env.Now
}

// stoppedSince returns when a container stopped, or was created if it never ran.
// ok is false if it runs or if that is not known.
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
