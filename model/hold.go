package model

import (
	"slices"

	"jettison/model/layers"
	"jettison/model/size"
)

// Hold describes the images that one container keeps. While it exists, no engine
// deletes the image that it was created from without force, nor the layers of
// the images that this image was built on.
type Hold struct {
	// Image is the container's image; nil when the inventory does not have it, as
	// after a removal by force.
	Image *Image
	// Ancestors counts the visible images that the image was built on.
	Ancestors int
	// SameImage counts the other containers of the image, those that mount it among them,
	// and Built those of images that were built on it.
	SameImage, Built int
	// Alone counts the images that no other container keeps.
	Alone int
	// Unique is the bytes that only this image has.
	Unique size.Range
}

// Images returns how many images the container keeps, its own included.
func (h Hold) Images() int {
	if h.Image == nil {
		return 0
	}
	return 1 + h.Ancestors
}

// Holders returns how many other containers keep the image too, directly or
// through an image that was built on it.
func (h Hold) Holders() int { return h.SameImage + h.Built }

// Sole reports whether only the container keeps its image.
func (h Hold) Sole() bool { return h.Image != nil && h.Holders() == 0 }

// Holds tells what the containers of one inventory keep. It is immutable.
type Holds struct {
	inv *Inventory
	// ancestors of each image that containers were created from.
	ancestors map[ImageID][]*Image
	// holders counts the containers that keep an image: its own, those that mount it, and
	// those of images that were built on it.
	holders map[ImageID]int
}

// NewHolds finds the holds of an inventory in one pass over the images and one
// over the layers of those that containers use.
func NewHolds(inv *Inventory) *Holds {
	h := &Holds{inv: inv, ancestors: map[ImageID][]*Image{}, holders: map[ImageID]int{}}
	byTop := make(map[*layers.Layer][]*Image)
	for _, image := range inv.images {
		if image.Top != nil && !inv.Hidden(image) {
			byTop[image.Top] = append(byTop[image.Top], image)
		}
	}
	for _, c := range inv.containers {
		held := map[ImageID]bool{}
		for _, image := range inv.ImagesOf(c) {
			if _, done := h.ancestors[image.ID]; !done {
				h.ancestors[image.ID] = inv.visibleAncestors(image, byTop)
			}
			held[image.ID] = true
			for _, ancestor := range h.ancestors[image.ID] {
				held[ancestor.ID] = true
			}
		}
		for id := range held {
			h.holders[id]++
		}
	}
	return h
}

// visibleAncestors returns Ancestors without the hidden images. It follows the
// image's layers instead of looking at every other image.
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

// Of returns what a container of the inventory keeps.
func (h *Holds) Of(c *Container) Hold {
	image, ok := h.inv.byID[c.Image]
	if !ok {
		return Hold{}
	}
	ancestors := h.ancestors[image.ID]
	others := len(h.inv.users[image.ID]) - 1
	hold := Hold{
		Image: image, Ancestors: len(ancestors), Unique: image.Unique(),
		SameImage: others, Built: h.holders[image.ID] - 1 - others,
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
