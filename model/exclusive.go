package model

import (
	"slices"

	"jettison/model/size"
)

// WithCountedLayers returns the inventory with shared bytes worked out from the
// layers of all images, once these are known: those of every image, and those
// that all unused images free. The engine's own figures differ: they count
// hidden images of builds as sharers, although these are deleted with the
// image, and leave out layers that only unused images share. The containerd store
// of Docker 29 counts archives and files well, so its figures stay; before, it
// left out shared archives. Where bytes are known within bounds, these are
// Image.OwnBytes, and SharedSize takes their middle.
func (inv *Inventory) WithCountedLayers() *Inventory {
	next := *inv
	next.unused = nil
	if !inv.countsLayers() || !inv.Layered() {
		return &next
	}
	ledger := NewLedger(inv)
	images := slices.Clone(inv.images)
	changed := false
	for i, image := range images {
		if counted, ok := ledger.counted(image); ok {
			images[i], changed = counted, true
		}
	}
	if changed {
		next.setImages(images)
	}
	for _, image := range next.images {
		if !next.InUse(image.ID) {
			ledger.Take(image)
		}
	}
	freed := ledger.Freed()
	next.unused = &freed
	return &next
}

// counted returns the image with what the ledger tells about it. ok is false when
// that is nothing new.
func (l *Ledger) counted(image *Image) (counted *Image, ok bool) {
	next := *image
	next.MayLoseLayerFiles = l.adjustments[image.ID].keep
	exact := l.inv.Engine.Store.Exact()
	if own, known := l.Exclusive(image); known && (own.Min == own.Max || !exact) && (exact || !l.inv.Engine.tellsShared()) {
		if between := image.Size - own.Middle(); between >= 0 {
			next.SharedSize = between
		}
		if !exact {
			next.OwnBytes = own
		}
	}
	if next.SharedSize == image.SharedSize && next.OwnBytes == image.OwnBytes && next.MayLoseLayerFiles == image.MayLoseLayerFiles {
		return image, false
	}
	return &next, true
}

// Unused returns how many bytes the deletion of all unused images frees. ok is
// false before WithCountedLayers.
func (inv *Inventory) Unused() (reclaim size.Range, ok bool) {
	if inv.unused == nil {
		return size.Range{}, false
	}
	return *inv.unused, true
}
