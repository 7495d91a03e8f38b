package trend_test

import (
	"testing"

	"jettison/model"
	"jettison/model/layers"
	"jettison/model/modeltest"
	"jettison/model/trend"
)

// A sample has the figures of the disk pane and of `jettison df`.
func TestTake(t *testing.T) {
	t.Parallel()
	inv := modeltest.Developer(1, now).Inventory()
	s := trend.Take(inv, now, trend.Disk{Size: 9, Free: 8})
	u := inv.Usage
	if want := u.Images.Size + u.Containers.Size + u.Volumes.Size + u.BuildCache.Size; s.Total() != want || s.About {
		t.Errorf("it takes %d, want %d", s.Total(), want)
	}
	if want := u.Images.Reclaimable + u.Containers.Reclaimable + u.Volumes.Reclaimable + u.BuildCache.Reclaimable; s.Reclaimable() != want {
		t.Errorf("%d can be reclaimed, want %d", s.Reclaimable(), want)
	}
	images := map[string]map[*model.Image]bool{}
	for _, row := range inv.Rows() {
		if images[row.Repo] == nil {
			images[row.Repo] = map[*model.Image]bool{}
		}
		images[row.Repo][row.Image] = true
	}
	if len(s.Repositories) != len(images) || s.Others.Repositories != 0 {
		t.Fatalf("%d repositories, want %d", len(s.Repositories), len(images))
	}
	for _, r := range s.Repositories {
		layers := map[layers.ChainID]bool{}
		want := int64(0)
		for image := range images[r.Name] {
			for layer := image.Top; layer != nil; layer = layer.Below {
				if !layers[layer.ID] {
					layers[layer.ID] = true
					want += inv.LayerSizes().Of(layer).Min
				}
			}
		}
		if r.Bytes != want || r.About || r.Images != len(images[r.Name]) {
			t.Errorf("%s has %+v, want %d bytes of %d images", r.Name, r, want, len(images[r.Name]))
		}
	}
	few := s.Bounded(3)
	if len(few.Repositories) != 3 || few.Others.Repositories != len(s.Repositories)-3 || few.Others.Bytes <= 0 {
		t.Errorf("of three it has %+v", few.Others)
	}
}

// If layers are not known, a repository is the sum of its images.
func TestTakeWithoutLayers(t *testing.T) {
	t.Parallel()
	inv := modeltest.Developer(1, now).Inventory().WithLayerSizes(nil)
	images := make([]*model.Image, 0, len(inv.Images()))
	for _, image := range inv.Images() {
		bare := *image
		bare.Top, bare.Layered = nil, false
		images = append(images, &bare)
	}
	s := trend.Take(inv.WithImages(now, images), now, trend.UnknownDisk())
	for _, r := range s.Repositories {
		if !r.About || r.Bytes <= 0 {
			t.Errorf("%+v", r)
		}
	}
}
