package model

import (
	"slices"

	"jettison/model/layers"
	"jettison/model/size"
)

// Hold is what one container holds down: as long as it exists, no engine
// deletes without force the image that it was created from, and the layers of
// the images that this one was built on stay.
type Hold struct {
	// Image is what the container was created from; nil when the inventory does
	// not have it, as after a removal by force.
	Image *Image
	// Ancestors is how many images that a person can see the image was built
	// on.
	Ancestors int
	// Others is how many other containers were created from the image, and
	// Built how many from images that were built on it.
	Others, Built int
	// Alone is how many of the images no other container holds down.
	Alone int
	// Unique is the bytes of the image that no other image has.
	Unique size.Range
}

// Images is how many images are held down, the container's own included.
func (h Hold) Images() int {
	if h.Image == nil {
		return 0
	}
	return 1 + h.Ancestors
}

// Holders is how many other containers hold the image down too, be it from on
// top of it.
func (h Hold) Holders() int { return h.Others + h.Built }

// Sole reports whether nothing but the container holds its image down.
func (h Hold) Sole() bool { return h.Image != nil && h.Holders() == 0 }

// Holds tells what the containers of one inventory hold down. It is never
// changed after NewHolds.
type Holds struct {
	inv *Inventory
	// ancestors of each image that containers were created from.
	ancestors map[ImageID][]*Image
	// holders counts the containers that hold an image down, be it because they
	// were created from it or from something built on it.
	holders map[ImageID]int
}

// NewHolds takes one pass over the images and one over the layers of those that
// containers use.
func NewHolds(inv *Inventory) *Holds {
	h := &Holds{inv: inv, ancestors: map[ImageID][]*Image{}, holders: map[ImageID]int{}}
	byTop := make(map[*layers.Layer][]*Image)
	for _, image := range inv.images {
		if image.Top != nil && !inv.Hidden(image) {
			byTop[image.Top] = append(byTop[image.Top], image)
		}
	}
	for _, c := range inv.containers {
		image, ok := inv.byID[c.Image]
		if !ok {
			continue
		}
		if _, done := h.ancestors[image.ID]; !done {
			h.ancestors[image.ID] = inv.visibleAncestors(image, byTop)
		}
		h.holders[image.ID]++
		for _, ancestor := range h.ancestors[image.ID] {
			h.holders[ancestor.ID]++
		}
	}
	return h
}

// visibleAncestors is Ancestors without the images that are hidden, found by
// the layers of the image rather than by looking at every other image.
func (inv *Inventory) visibleAncestors(image *Image, byTop map[*layers.Layer][]*Image) []*Image {
	var found []*Image
	if image.Top != nil {
		for below := image.Top.Below; below != nil; below = below.Below {
			found = append(found, byTop[below]...)
		}
	}
	for id, hops := image.Parent, 0; id != "" && hops <= len(inv.images); hops++ {
		parent, ok := inv.byID[id]
		if !ok {
			break
		}
		if parent.ID != image.ID && !inv.Hidden(parent) && !slices.Contains(found, parent) {
			found = append(found, parent)
		}
		id = parent.Parent
	}
	return found
}

// Of is what a container of the inventory holds down.
func (h *Holds) Of(c *Container) Hold {
	image, ok := h.inv.byID[c.Image]
	if !ok {
		return Hold{}
	}
	ancestors := h.ancestors[image.ID]
	others := len(h.inv.users[image.ID]) - 1
	hold := Hold{
		Image: image, Ancestors: len(ancestors), Unique: image.Unique(),
		Others: others, Built: h.holders[image.ID] - 1 - others,
	}
	if !h.inv.Engine.Store.Exact() {
		hold.Unique.About = true
	}
	if h.holders[image.ID] == 1 {
		hold.Alone++
	}
	for _, ancestor := range ancestors {
		if h.holders[ancestor.ID] == 1 {
			hold.Alone++
		}
	}
	return hold
}
