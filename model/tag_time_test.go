package model_test

import (
	"testing"
	"time"

	"jettison/model"
	"jettison/model/layers"
)

// What an image that is gone had for a tag time counts, though its names went first.
func TestKeepLossesOfNamesThatWentFirst(t *testing.T) {
	t.Parallel()
	noon := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	base := layers.NewTree().Top([]layers.ChainID{"sha256:01"})
	image := func(id model.ImageID, tagged time.Time) *model.Image {
		return &model.Image{ID: id, Top: base, Layered: true, LastTagged: tagged, TagTimeRead: !tagged.IsZero()}
	}
	for name, test := range map[string]struct {
		stays time.Time
		gone  map[model.ImageID]time.Time
		want  bool
	}{
		"it was there first":      {noon, map[model.ImageID]time.Time{"sha256:bb": noon.Add(time.Hour)}, false},
		"it came later":           {noon.Add(2 * time.Hour), map[model.ImageID]time.Time{"sha256:bb": noon.Add(time.Hour)}, true},
		"nothing is known":        {noon, nil, true},
		"its own is not known":    {time.Time{}, map[model.ImageID]time.Time{"sha256:bb": noon}, true},
		"its own is kept, no use": {time.Time{}, map[model.ImageID]time.Time{"sha256:aa": noon, "sha256:bb": noon.Add(time.Hour)}, true},
	} {
		stays := image("sha256:aa", test.stays)
		before := model.NewInventory(model.Engine{Store: model.StoreContainerd}, noon, []*model.Image{stays, image("sha256:bb", time.Time{})}, nil, nil)
		if next := before.KeepLosses([]*model.Image{stays}, test.gone); next[0].MayLoseLayerFiles != test.want {
			t.Errorf("%s: %t", name, next[0].MayLoseLayerFiles)
		}
	}
}
