package inventory

import (
	"slices"

	"jettison/model"
)

// sharingChanged reports whether the images that went and came to make an
// inventory change how many bytes images share, or whether that can't be told
// since the layers of one are not known yet. Only then the engine must be asked
// for shared sizes again, which takes some engines seconds.
func sharingChanged(after *model.Inventory, gone, came []*model.Image) bool {
	uses := map[*model.Layer]int{}
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
	// A layer that one image is left with was shared with what went; one that
	// several have is shared with what came.
	return usedBy(uses, gone, func(n int) bool { return n == 1 }) ||
		usedBy(uses, came, func(n int) bool { return n > 1 })
}

// usedBy reports whether a layer of the images has a number of users that
// counts.
func usedBy(uses map[*model.Layer]int, images []*model.Image, counts func(int) bool) bool {
	for _, image := range images {
		for layer := image.Top; layer != nil; layer = layer.Below {
			if counts(uses[layer]) {
				return true
			}
		}
	}
	return false
}

// missing are the images of one inventory that the other does not have.
func missing(from, in *model.Inventory) []*model.Image {
	var images []*model.Image
	for _, image := range from.Images() {
		if _, ok := in.Image(image.ID); !ok {
			images = append(images, image)
		}
	}
	return images
}
