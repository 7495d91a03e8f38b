package model

import "jettison/model/layers"

// Layered reports whether the layers of every image are known, so that
// ancestry is complete rather than only what the engine names as parents.
func (inv *Inventory) Layered() bool {
	for _, image := range inv.images {
		if !image.Layered {
			return false
		}
	}
	return true
}

// IsAncestor reports whether descendant was built on ancestor: the ancestor's
// layers are a proper prefix of the descendant's, or the engine names it as a
// parent, directly or through others.
func (inv *Inventory) IsAncestor(ancestor, descendant *Image) bool {
	if ancestor.ID == descendant.ID {
		return false
	}
	if ancestor.Top != nil && descendant.Top != nil && ancestor.Top != descendant.Top && descendant.Top.On(ancestor.Top) {
		return true
	}
	for id, hops := descendant.Parent, 0; id != "" && hops <= len(inv.images); hops++ {
		if id == ancestor.ID {
			return true
		}
		parent, ok := inv.byID[id]
		if !ok {
			return false
		}
		id = parent.Parent
	}
	return false
}

// Ancestors are the images that an image was built on, by ID.
func (inv *Inventory) Ancestors(image *Image) []*Image {
	var found []*Image
	for _, other := range inv.images {
		if inv.IsAncestor(other, image) {
			found = append(found, other)
		}
	}
	return found
}

// Descendants are the images that were built on an image, by ID.
func (inv *Inventory) Descendants(image *Image) []*Image {
	var found []*Image
	for _, other := range inv.images {
		if inv.IsAncestor(image, other) {
			found = append(found, other)
		}
	}
	return found
}

// Base is the nearest image that each image was built on, by ID of the
// descendant; images without one are absent. Among images with the same layers
// the one with the lowest ID stands for all.
func (inv *Inventory) Base() map[ImageID]*Image {
	byTop := map[*layers.Layer]*Image{}
	for _, image := range inv.images {
		if image.Top != nil && byTop[image.Top] == nil && !inv.Hidden(image) {
			byTop[image.Top] = image
		}
	}
	base := make(map[ImageID]*Image, len(inv.images))
	for _, image := range inv.images {
		if parent := inv.visibleParent(image); parent != nil {
			base[image.ID] = parent
			continue
		}
		if image.Top == nil {
			continue
		}
		for below := image.Top.Below; below != nil; below = below.Below {
			if found := byTop[below]; found != nil {
				base[image.ID] = found
				break
			}
		}
	}
	return base
}

// visibleParent is the nearest parent that the engine names and a person can
// see.
func (inv *Inventory) visibleParent(image *Image) *Image {
	for hops := 0; image.Parent != "" && hops <= len(inv.images); hops++ {
		parent, ok := inv.byID[image.Parent]
		if !ok {
			return nil
		}
		if !inv.Hidden(parent) {
			return parent
		}
		image = parent
	}
	return nil
}
