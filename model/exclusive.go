package model

import (
	"slices"

	"jettison/model/size"
)

// WithCountedLayers returns the inventory with shared bytes worked out from the
// layers of all images, once these are known: those of every image, and those
// that all unused images free. The engine's own figures differ: they count
// hidden images of builds as sharers, although these are deleted with the
// image, and leave out layers that only unused images share. Before Docker 29,
// those of the containerd store leave out shared archives. Where bytes are
// known within bounds, it takes the middle.
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
		if len(next.users[image.ID]) == 0 {
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
	shared, mayLose := image.SharedSize, l.adjustments[image.ID].mayLose
	own, known := l.Exclusive(image)
	if known && (own.Min == own.Max || own.About) {
		if between := image.Size - own.Middle(); between >= 0 {
			shared = between
		}
	}
	if shared == image.SharedSize && mayLose == image.MayLoseLayerFiles {
		return image, false
	}
	next := *image
	next.SharedSize, next.MayLoseLayerFiles = shared, mayLose
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
