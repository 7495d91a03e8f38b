package inventory

import (
	"slices"
	"testing"

	"jettison/model"
)

func TestPrioritizedLayersAreReadFirst(t *testing.T) {
	t.Parallel()
	wanted := map[model.ImageID]*model.Image{}
	for _, id := range []model.ImageID{"a", "b", "c", "d", "e", "f"} {
		wanted[id] = &model.Image{ID: id}
	}
	feed := &Feed{}
	feed.PrioritizeLayers([]model.ImageID{"gone", "f", "d"})
	var order []model.ImageID
	for id := range feed.byPriority(wanted) {
		order = append(order, id)
		if id == "a" { // a person looks elsewhere meanwhile
			feed.PrioritizeLayers([]model.ImageID{"f", "e"})
		}
	}
	if want := []model.ImageID{"f", "d", "a", "e", "b", "c"}; !slices.Equal(order, want) {
		t.Errorf("layers are read in the order %v, want %v", order, want)
	}
}

func TestLayersAreReadByIDWithoutPriority(t *testing.T) {
	t.Parallel()
	wanted := map[model.ImageID]*model.Image{"c": {ID: "c"}, "a": {ID: "a"}, "b": {ID: "b"}}
	order := slices.Collect((&Feed{}).byPriority(wanted))
	if want := []model.ImageID{"a", "b", "c"}; !slices.Equal(order, want) {
		t.Errorf("layers are read in the order %v, want %v", order, want)
	}
}
