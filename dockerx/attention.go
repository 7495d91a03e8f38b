package dockerx

import (
	"iter"
	"maps"
	"slices"

	"jettison/model"
)

// Attend says which images a person is looking at, the most wanted first: what
// is still to be read of their layers is read before that of others. It does not
// block, and keeps the slice.
func (f *Feed) Attend(ids []model.ImageID) { f.attention.Store(&ids) }

// inOrder takes images out of wanted one after the other: at each step the first
// that the person is looking at by then, else the next by ID.
func (f *Feed) inOrder(wanted map[model.ImageID]*model.Image) iter.Seq[model.ImageID] {
	return func(yield func(model.ImageID) bool) {
		others := slices.Sorted(maps.Keys(wanted))
		for len(wanted) > 0 {
			id, looked := f.looked(wanted)
			if !looked {
				id, others = others[0], others[1:]
				if _, still := wanted[id]; !still {
					continue // it came before its turn
				}
			}
			delete(wanted, id)
			if !yield(id) {
				return
			}
		}
	}
}

func (f *Feed) looked(wanted map[model.ImageID]*model.Image) (model.ImageID, bool) {
	if attention := f.attention.Load(); attention != nil {
		for _, id := range *attention {
			if _, ok := wanted[id]; ok {
				return id, true
			}
		}
	}
	return "", false
}
