package inventory

import (
	"iter"
	"maps"
	"slices"

	"jettison/model"
)

// PrioritizeLayers has the layers of some images read before those of others, in the
// given order: those that a person is looking at. It does not block, and keeps the slice.
func (f *Feed) PrioritizeLayers(ids []model.ImageID) { f.priority.Store(&ids) }

// byPriority takes images out of wanted one by one: each time the first that has priority
// by then, or else the next by ID.
func (f *Feed) byPriority(wanted map[model.ImageID]*model.Image) iter.Seq[model.ImageID] {
	return func(yield func(model.ImageID) bool) {
		others := slices.Sorted(maps.Keys(wanted))
		for len(wanted) > 0 {
			id, found := f.prioritized(wanted)
			if !found {
				id, others = others[0], others[1:]
				if _, still := wanted[id]; !still {
					continue // it was taken before its turn
				}
			}
			delete(wanted, id)
			if !yield(id) {
				return
			}
		}
	}
}

func (f *Feed) prioritized(wanted map[model.ImageID]*model.Image) (model.ImageID, bool) {
	if prioritized := f.priority.Load(); prioritized != nil {
		for _, id := range *prioritized {
			if _, ok := wanted[id]; ok {
				return id, true
			}
		}
	}
	return "", false
}
