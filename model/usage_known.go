package model

import "slices"

// KnownUsage returns the disk usage that the engine measured. Until then it returns
// what follows from the lists, since a measurement takes minutes on big hosts
// while the lists arrive at once; the rest is Unknown. The result is read-only.
func (s *Snapshot) KnownUsage() (usage *Usage, measured bool) {
	if s.Inventory.Usage != nil {
		return s.Inventory.Usage, true
	}
	nothing := Totals{Count: Unknown, Active: Unknown, Size: Unknown, Reclaimable: Unknown}
	usage = &Usage{Images: nothing, Containers: nothing, Volumes: nothing, BuildCache: nothing}
	if !s.Facts[FactImages].At.IsZero() {
		usage.Images = s.listedImages()
	}
	if !s.Facts[FactContainers].At.IsZero() {
		usage.Containers = s.listedContainers()
	}
	return usage, false
}

// listedImages counts as docker does, without hidden parents. The size of all
// images is not the sum of their sizes, so it stays unknown.
func (s *Snapshot) listedImages() Totals {
	totals := Totals{Size: Unknown}
	inv := s.Inventory
	for _, image := range inv.images {
		switch {
		case inv.Hidden(image):
			continue
		case slices.ContainsFunc(inv.users[image.ID], func(c *Container) bool { return c.CreatedFrom(image.ID) }):
			totals.Active++
		case image.SharedSize < 0 || totals.Reclaimable < 0:
			totals.Reclaimable = Unknown
		default:
			totals.Reclaimable += image.Size - image.SharedSize
		}
		totals.Count++
	}
	if s.Facts[FactContainers].At.IsZero() {
		totals.Active, totals.Reclaimable = Unknown, Unknown
	}
	return totals
}

func (s *Snapshot) listedContainers() Totals {
	var totals Totals
	for _, c := range s.Inventory.containers {
		totals.Count++
		if c.State.Running() {
			totals.Active++
		}
		switch {
		case c.Size < 0 || totals.Size < 0:
			totals.Size, totals.Reclaimable = Unknown, Unknown
		case c.State.Running():
			totals.Size += c.Size
		default:
			totals.Size += c.Size
			totals.Reclaimable += c.Size
		}
	}
	return totals
}
