package model

import (
	"time"

	"jettison/model/layers"
)

// NeedsTagTime returns which images' tag times bound the bytes that removals free: those
// of images that containers mount by a name, see mounted, and in the containerd store those
// of images that have all layers of another one, and of these others, see findMayLose.
// Podman needs none.
func (inv *Inventory) NeedsTagTime() func(*Image) bool {
	mounted := map[ImageID]bool{}
	if inv.Engine.Store != StorePodman {
		mounted = inv.mountedByName()
	}
	if inv.Engine.Store != StoreContainerd {
		return func(image *Image) bool { return mounted[image.ID] }
	}
	holders := map[*layers.Layer]int{} // by the uppermost layer of an image
	for _, image := range inv.images {
		if image.Top != nil {
			holders[image.Top] = 0
		}
	}
	for _, image := range inv.images {
		for layer := image.Top; layer != nil; layer = layer.Below {
			if n, ok := holders[layer]; ok {
				holders[layer] = n + 1
			}
		}
	}
	return func(image *Image) bool {
		for layer := image.Top; layer != nil; layer = layer.Below {
			if holders[layer] > 1 {
				return true
			}
		}
		return mounted[image.ID]
	}
}

// mountedByName are the images that containers mount by a name rather than by an ID.
func (inv *Inventory) mountedByName() map[ImageID]bool {
	mounted := map[ImageID]bool{}
	for _, c := range inv.containers {
		for _, name := range c.Mounts {
			if image, ok := inv.Named(name); ok && !isIDOf(name, image) {
				mounted[image.ID] = true
			}
		}
	}
	return mounted
}

// KeepLosses returns the next images of an inventory in the containerd store, of which
// some may be gone: those that had all of their layers along with one that is gone, and
// may have been tagged after it, may lose the files of their layers for good. before has tag
// times of images whose names changed since they were read: that of an image that is gone
// counts as it was before its names went. It changes the slice.
func (inv *Inventory) KeepLosses(next []*Image, before map[ImageID]time.Time) []*Image {
	if inv.Engine.Store != StoreContainerd {
		return next
	}
	stays := make(map[ImageID]bool, len(next))
	for _, image := range next {
		stays[image.ID] = true
	}
	had := map[*layers.Layer][]*Image{} // the images that are gone, by each of their layers
	for _, image := range inv.images {
		if stays[image.ID] {
			continue
		}
		for layer := image.Top; layer != nil; layer = layer.Below {
			had[layer] = append(had[layer], image)
		}
	}
	for i, image := range next {
		if image.Top == nil || image.MayLoseLayerFiles {
			continue
		}
		for _, gone := range had[image.Top] {
			tagged := gone.LastTagged
			if tagged.IsZero() {
				tagged = before[gone.ID]
			}
			if image.LastTagged.IsZero() || !image.LastTagged.Before(tagged) {
				other := *image
				other.MayLoseLayerFiles = true
				next[i] = &other
				break
			}
		}
	}
	return next
}
