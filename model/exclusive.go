package model

import "slices"

// Counted is the inventory with what the layers of all images tell, once these
// are known: the shared bytes of every image, and what all unused images come
// to. Engines count hidden steps of builds as sharers, though these go with the
// image, and leave out layers that only unused images share.
func (inv *Inventory) Counted() *Inventory {
	next := *inv
	next.unused = nil
	if !inv.Engine.Store.Exact() || !inv.Layered() {
		return &next
	}
	ledger := NewLedger(inv)
	images := slices.Clone(inv.images)
	changed := false
	for i, image := range images {
		own, ok := ledger.Exclusive(image)
		if shared := image.Size - own.Min; ok && own.Exact() && shared >= 0 && shared != image.SharedSize {
			counted := *image
			counted.SharedSize = shared
			images[i], changed = &counted, true
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

// Unused is what comes back when every image goes that no container uses; ok is
// false while that has not been Counted.
func (inv *Inventory) Unused() (reclaim Bytes, ok bool) {
	if inv.unused == nil {
		return Bytes{}, false
	}
	return *inv.unused, true
}
