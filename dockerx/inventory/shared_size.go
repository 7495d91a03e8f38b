package inventory

import (
	"slices"

	"jettison/model"
	"jettison/model/layers"
)

// sharingChanged reports whether the images that went and came on the way to an inventory
// may change how many bytes images share. If the layers of an image are not known yet,
// they may. Only then the shared sizes must be loaded again, which takes some engines
// seconds.
func sharingChanged(after *model.Inventory, gone, came []*model.Image) bool {
	uses := map[*layers.Layer]int{}
	for _, image := range slices.Concat(gone, came) {
		if !image.Layered {
			return true
		}
		for layer := image.Top; layer != nil; layer = layer.Below {
			uses[layer] = 0
		}
	}
	if len(uses) == 0 {
		return false
	}
	for _, image := range after.Images() {
		if !image.Layered {
			return true
		}
		for layer := image.Top; layer != nil; layer = layer.Below {
			if n, concerned := uses[layer]; concerned {
				uses[layer] = n + 1
			}
		}
	}
	// If only one image still has a layer, it shared that with what went. If several have
	// it, they share it with what came.
	return usedBy(uses, gone, func(n int) bool { return n == 1 }) ||
		usedBy(uses, came, func(n int) bool { return n > 1 })
}

// usedBy reports whether counts holds for the number of users of any layer of the images.
func usedBy(uses map[*layers.Layer]int, images []*model.Image, counts func(int) bool) bool {
	for _, image := range images {
		for layer := image.Top; layer != nil; layer = layer.Below {
			if counts(uses[layer]) {
				return true
			}
		}
	}
	return false
}

// missing returns the images of one inventory that the other does not have.
func missing(from, in *model.Inventory) []*model.Image {
	var images []*model.Image
	for _, image := range from.Images() {
		if _, ok := in.Image(image.ID); !ok {
			images = append(images, image)
		}
	}
	return images
}
