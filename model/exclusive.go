package model

import "slices"

// WithExclusive is the inventory with the shared bytes of every image counted
// by the layers of all, once those are known: engines count hidden steps of
// builds as sharers, though these go with the image. The same inventory where
// that changes nothing.
func (inv *Inventory) WithExclusive() *Inventory {
	if !inv.Engine.Store.Exact() || !inv.Layered() {
		return inv
	}
	ledger := NewLedger(inv)
	var images []*Image
	for i, image := range inv.images {
		own, ok := ledger.Exclusive(image)
		if shared := image.Size - own.Min; ok && own.Exact() && shared >= 0 && shared != image.SharedSize {
			if images == nil {
				images = slices.Clone(inv.images)
			}
			next := *image
			next.SharedSize = shared
			images[i] = &next
		}
	}
	if images == nil {
		return inv
	}
	return inv.WithImages(inv.Taken, images)
}
