package inventory

import (
	"testing"

	"jettison/model"
	"jettison/model/layers"
)

func TestSharingChanged(t *testing.T) {
	tree := layers.NewTree()
	image := func(id string, chain ...layers.ChainID) *model.Image {
		return &model.Image{ID: model.ImageID(id), Layered: true, Top: tree.Top(chain)}
	}
	base, a, b, c, alone := image("base", "x"), image("a", "x", "a"), image("b", "x", "b"), image("c", "x", "b", "c"), image("alone", "y")
	unknown := &model.Image{ID: "unknown"}
	for name, test := range map[string]struct {
		before, after []*model.Image
		want          bool
	}{
		"an unshared image goes":            {[]*model.Image{a, b, alone}, []*model.Image{a, b}, false},
		"an unshared image comes":           {[]*model.Image{a, b}, []*model.Image{a, b, alone}, false},
		"a sharer goes, others remain":      {[]*model.Image{base, a, b}, []*model.Image{base, a}, false},
		"a sharer goes, one remains":        {[]*model.Image{a, b}, []*model.Image{a}, true},
		"one of a branch goes, one remains": {[]*model.Image{a, b, c}, []*model.Image{a, b}, true},
		"a sharer comes":                    {[]*model.Image{a}, []*model.Image{a, b}, true},
		"layers are not known":              {[]*model.Image{a, unknown}, []*model.Image{a}, true},
		"layers of the rest are not known":  {[]*model.Image{a, unknown}, []*model.Image{unknown}, true},
		"nothing":                           {[]*model.Image{a, unknown}, []*model.Image{a, unknown}, false},
	} {
		t.Run(name, func(t *testing.T) {
			before, after := inventoryOf(test.before...), inventoryOf(test.after...)
			if got := sharingChanged(after, missing(before, after), missing(after, before)); got != test.want {
				t.Errorf("got %v", got)
			}
		})
	}
}
