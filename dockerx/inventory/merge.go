package inventory

import (
	"maps"
	"slices"

	"jettison/model"
	"jettison/model/layers"
)

// mergeListed turns a new image list into the images of the next inventory. It keeps what
// the list does not tell: layers, the time of the last tag while the tags are the same,
// and shared bytes unless the list has them. Images that did not change stay the same
// pointers. The layers of an image whose manifests changed have to be read anew. It
// changes the list's images and keeps them.
func mergeListed(before *model.Inventory, listed []*model.Image) (merged []*model.Image, changed bool) {
	changed = len(listed) != len(before.Images())
	for i, image := range listed {
		old, ok := before.Image(image.ID)
		if !ok {
			changed = true
			continue
		}
		if image.SharedSize < 0 {
			image.SharedSize = old.SharedSize
		}
		if slices.Equal(image.Tags, old.Tags) {
			image.LastTagged, image.TagTimeRead = old.LastTagged, old.TagTimeRead
		}
		if sameManifests(old, image) {
			inheritLayers(image, old)
		}
		if sameImage(old, image) {
			listed[i] = old
			continue
		}
		changed = true
	}
	return listed, changed
}

// sameImage reports whether two images of one ID are equal in all that a list or an
// inspection tells.
func sameImage(a, b *model.Image) bool {
	return a.Parent == b.Parent && a.Size == b.Size && a.SharedSize == b.SharedSize &&
		a.Layered == b.Layered && a.Top == b.Top && a.Record == b.Record && a.Content == b.Content && a.OtherPlatforms == b.OtherPlatforms && a.MayLoseLayerFiles == b.MayLoseLayerFiles &&
		a.Created.Unix() == b.Created.Unix() && a.LastTagged.Equal(b.LastTagged) && a.TagTimeRead == b.TagTimeRead &&
		sameManifests(a, b) && slices.Equal(a.Tags, b.Tags) && slices.Equal(a.Digests, b.Digests) && slices.Equal(a.DigestNames, b.DigestNames) && maps.Equal(a.Labels, b.Labels)
}

// sameManifests reports whether the store has the same of two images of one ID. What an
// image is in the containerd store, and its size, follow from that and the ID.
func sameManifests(a, b *model.Image) bool { return slices.Equal(a.Manifests, b.Manifests) }

// inheritLayers gives an image the layers that it had.
func inheritLayers(image, old *model.Image) {
	image.Top, image.Layered = old.Top, old.Layered
	image.Record, image.Content, image.OtherPlatforms = old.Record, old.Content, old.OtherPlatforms
	image.MayLoseLayerFiles = old.MayLoseLayerFiles
}

// imageDelta is what inspections after events found.
type imageDelta struct {
	found []*model.Image // changed or new
	gone  map[model.ImageID]bool
}

// applyDelta makes the images of the next inventory. A reference names one image only, so
// a found image takes its tags from all others: engines send no untag event for a tag that
// moves.
func applyDelta(before *model.Inventory, delta imageDelta) (next []*model.Image, changed bool) {
	replaced := make(map[model.ImageID]*model.Image, len(delta.found))
	for _, image := range delta.found {
		if old, ok := before.Image(image.ID); !ok || !sameImage(old, image) {
			replaced[image.ID] = image
		}
	}
	owners := map[string]model.ImageID{}
	for _, image := range delta.found {
		for _, tag := range image.Tags {
			owners[tag] = image.ID
			old, ok := before.ByRef(tag)
			if !ok || old.ID == image.ID || delta.gone[old.ID] {
				continue
			}
			if _, known := replaced[old.ID]; !known {
				replaced[old.ID] = old
			}
		}
	}
	// Podman finds the parent of an image among the images that are there; Docker keeps its ID.
	findsParents := before.Engine.Store == model.StorePodman
	next = make([]*model.Image, 0, len(before.Images())+len(delta.found))
	for _, image := range before.Images() {
		if delta.gone[image.ID] {
			changed = true
			continue
		}
		if other, ok := replaced[image.ID]; ok {
			image = withoutMoved(other, owners)
			changed = true
			delete(replaced, image.ID)
		}
		if findsParents && delta.gone[image.Parent] {
			image = withoutParent(image)
			changed = true
		}
		next = append(next, image)
	}
	for _, image := range replaced {
		changed = true
		next = append(next, withoutMoved(image, owners))
	}
	return next, changed
}

// withoutMoved returns the image without the tags that belong to another one.
func withoutMoved(image *model.Image, owners map[string]model.ImageID) *model.Image {
	moved := func(tag string) bool {
		owner, ok := owners[tag]
		return ok && owner != image.ID
	}
	if !slices.ContainsFunc(image.Tags, moved) {
		return image
	}
	next := *image
	next.Tags = slices.DeleteFunc(slices.Clone(image.Tags), moved)
	return &next
}

// inherit fills in what an inspection does not tell from the image as it was. The size
// stays too, as long as the store has the same manifests: the containerd store counts bytes
// differently in an inspection than in a list.
func inherit(image, old *model.Image) {
	image.SharedSize = old.SharedSize
	if slices.Equal(image.Digests, old.Digests) {
		image.DigestNames = old.DigestNames // which Podman does not tell in an inspection
	}
	if sameManifests(image, old) {
		image.Size = old.Size
		if !image.Layered {
			inheritLayers(image, old)
		}
	}
	if image.Parent == "" {
		image.Parent = old.Parent
	}
}

func withoutParent(image *model.Image) *model.Image {
	next := *image
	next.Parent = ""
	return &next
}

// withLayers returns the image with its layers.
func withLayers(image *model.Image, top *layers.Layer, told layerAnswer) *model.Image {
	next := *image
	next.Top, next.Layered = top, true
	next.Record, next.Content, next.OtherPlatforms = told.record, told.content, told.otherPlatforms
	next.MayLoseLayerFiles = told.found.MayLoseLayerFiles
	return &next
}
