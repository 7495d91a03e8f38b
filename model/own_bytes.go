package model

import "jettison/model/size"

// Own returns the bytes that only this image has. On a store with a storage
// driver they are exact after WithCountedLayers. Before, they are the engine's
// figure, which counts hidden images of the same build as others, so that the
// image may have more. On other stores they are the engine's figure where that
// counts all that the store keeps, and else Image.OwnBytes.
func (inv *Inventory) Own(image *Image) size.Range {
	own := image.Unique()
	switch {
	case !inv.Engine.Store.Exact():
		own.About = true
		if image.OwnBytes.Max > 0 {
			return image.OwnBytes
		}
		if inv.unused == nil && !inv.Engine.tellsShared() {
			own.Min = 0 // archives that others share are not counted as shared
		}
	case inv.unused == nil:
		if parent, ok := inv.byID[image.Parent]; ok && inv.Hidden(parent) {
			own.Max = image.Size
		}
	}
	return own
}

// Others returns the bytes of an image that other images have too: the rest of
// its size.
func (inv *Inventory) Others(image *Image) size.Range {
	own := inv.Own(image)
	return size.Range{Min: max(0, image.Size-own.Max), Max: max(0, image.Size-own.Min), About: own.About}
}
