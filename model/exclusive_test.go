package model_test

import (
	"testing"

	"pgregory.net/rapid"

	"jettison/model"
	"jettison/model/layers"
	"jettison/model/size"
)

// The bytes that an image in the containerd store has to itself are within bounds that hold
// what is true, or those that Docker 29 tells.
func TestOwnBytesInAPackedStore(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := randomPackedStore(t)
		listed := s.inventory(t)
		images := make([]*model.Image, 0, len(s.images))
		for i, image := range listed.Images() {
			next := *image
			next.SharedSize = int64(i)
			images = append(images, &next)
		}
		listed = listed.WithImages(listed.Taken, images)
		before := listed.WithEngine(model.Engine{Store: model.StoreContainerd, Version: "28.5.1"}).WithCountedLayers()
		since := listed.WithEngine(model.Engine{Store: model.StoreContainerd, Version: "29.8.1"}).WithCountedLayers()
		for _, i := range s.images {
			image, _ := before.Image(i.image.ID)
			if own, truth := before.Own(image), s.own(i); !own.About || truth < own.Min || truth > own.Max {
				t.Fatalf("before Docker 29, %s has %+v of its own; true are %d", image.ID.Short(), own, truth)
			}
			told, _ := listed.Image(i.image.ID)
			image, _ = since.Image(i.image.ID)
			if own, want := since.Own(image), told.Unique(); own != (size.Range{Min: want.Min, Max: want.Max, About: true}) {
				t.Fatalf("on Docker 29, %s has %+v of its own; it said %+v", image.ID.Short(), own, want)
			}
		}
	})
}

// own returns the bytes on the disk that belong to no other image.
func (s *packedStore) own(of *packedImage) int64 {
	sum := of.record
	archives, foreign, present := map[*layers.Layer]int{}, map[int]int{}, s.present()
	for _, i := range s.images {
		for _, platform := range i.foreign {
			foreign[platform]++
		}
		for layer := i.image.Top; layer != nil; layer = layer.Below {
			archives[layer]++
		}
	}
	for _, platform := range of.foreign {
		if foreign[platform] == 1 {
			sum += s.foreign[platform]
		}
	}
	for layer := of.image.Top; layer != nil; layer = layer.Below {
		if archives[layer] > 1 {
			continue
		}
		sum += s.archive[layer]
		if present[layer] {
			sum += s.files[layer]
		}
	}
	return sum
}
