package model

import (
	"slices"

	"jettison/model/size"
)

// Counted is the inventory with what the layers of all images tell, once these
// are known: the shared bytes of every image, and what all unused images come
// to. Engines count hidden steps of builds as sharers, though these go with the
// image, and leave out layers that only unused images share; before Docker 29
// the containerd store leaves out shared archives. Where bytes are known within
// bounds, the shared ones are those between.
func (inv *Inventory) Counted() *Inventory {
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

// counted is the image with what the ledger tells of it; ok is false when that
// is nothing new.
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

// Unused is what comes back when every image goes that no container uses; ok is
// false while that has not been Counted.
func (inv *Inventory) Unused() (reclaim size.Range, ok bool) {
	if inv.unused == nil {
		return size.Range{}, false
	}
	return *inv.unused, true
}
