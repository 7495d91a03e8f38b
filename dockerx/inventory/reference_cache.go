package inventory

import (
	"sync"

	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// ReferenceCache knows the references of images as a Feed follows them. A removal
// asks it instead of inspecting image by image, which takes a graphdriver store a
// quarter of the time of a deletion. It is never wrong for longer than an event is
// under way; what it does not know has to be asked of the engine. A nil cache knows
// nothing. It is safe for concurrent use.
type ReferenceCache struct {
	mu        sync.Mutex
	inventory *model.Inventory       // nil while something has come that it can't follow
	changed   map[model.ImageID]bool // by events since that inventory
	// invalid are the images that its user changes, whether or not an event told of it.
	invalid map[model.ImageID]bool
	closed  bool
}

func newReferenceCache() *ReferenceCache {
	return &ReferenceCache{changed: map[model.ImageID]bool{}, invalid: map[model.ImageID]bool{}}
}

// Lookup returns the references of an image, and whether they are known. The slices
// must not be changed.
func (c *ReferenceCache) Lookup(id model.ImageID) (tags, digests []string, known bool) {
	if c == nil {
		return nil, nil, false
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.inventory == nil || c.changed[id] || c.invalid[id] {
		return nil, nil, false
	}
	image, known := c.inventory.Image(id)
	if !known {
		return nil, nil, false
	}
	return image.Tags, image.Digests, true
}

// Invalidate forgets an image for good: a request that changes it is about to be
// sent.
func (c *ReferenceCache) Invalidate(id model.ImageID) {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.invalid[id] = true
}

// Close ends the use of the cache; it knows nothing from then on.
func (c *ReferenceCache) Close() {
	if c == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.inventory, c.closed = nil, true
}

func (c *ReferenceCache) isClosed() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.closed
}

// update takes in an inventory that all events are part of.
func (c *ReferenceCache) update(inventory *model.Inventory) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.inventory != inventory {
		c.inventory = inventory
		clear(c.changed)
	}
}

// note takes in an event. Untag and delete name the image that they are about;
// whatever else happens to images may have moved a tag away from any of them.
func (c *ReferenceCache) note(e event) {
	if e.kind != "image" {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.inventory == nil {
		return // what update brings has the event in it
	}
	if id := wire.ImageID(e.id); e.action == "untag" || e.action == "delete" {
		if _, known := c.inventory.Image(id); known {
			c.changed[id] = true
		}
		return
	}
	c.inventory = nil
}

// clear forgets all images: events may have been missed.
func (c *ReferenceCache) clear() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.inventory = nil
}
