package modeltest

import (
	"slices"
	"time"

	"jettison/model"
	"jettison/model/reference"
)

// Image is one image of a world.
type Image struct {
	ID         model.ImageID
	Parent     model.ImageID // of images that the classic builder made
	Tags       []string      // familiar references "repo:tag"
	Digests    []string      // familiar references "repo@sha256:…"
	Created    time.Time
	LastTagged time.Time // zero when no tag was ever given on this host
	Labels     map[string]string
	Cmd        []string
	History    *Entry // the newest entry
	// Platforms are those of the image's index beside the engine's own; empty for an image
	// with a single manifest. OwnMissing is true when the store lacks the engine's own.
	Platforms  []Platform
	OwnMissing bool
}

// Platform is a platform of an image, with one layer.
type Platform struct {
	Name    string // such as "linux/arm64/v8"
	Size    int64  // bytes of the layer
	Missing bool   // the store lacks it
}

// Size is the bytes of all layers of the image.
func (i *Image) Size() int64 {
	if top := i.History.Top(); top != nil {
		return top.Total
	}
	return 0
}

// Layers are the image's layers from the base up.
func (i *Image) Layers() []*Layer {
	top := i.History.Top()
	if top == nil {
		return nil
	}
	layers := make([]*Layer, top.Depth)
	for layer := top; layer != nil; layer = layer.Below {
		layers[layer.Depth-1] = layer
	}
	return layers
}

// Recipe says how an image is made.
type Recipe struct {
	From *Image // the image that it stands on; nil: from scratch, or see On
	On   *Entry // the history that it stands on, when From is nil
	Add  []Instruction
	// Classic makes it as the classic builder does: every instruction leaves an
	// untagged image behind, which is the parent of the next.
	Classic bool

	Tags, Digests []string
	// Pulled gives every tag's repository a digest, as a pull or a push does.
	Pulled  bool
	Labels  map[string]string
	Cmd     []string
	Created time.Time // zero: when the world was made
	Tagged  time.Time // zero: when it was created; not used without tags

	Platforms  []Platform // as Image.Platforms
	OwnMissing bool       // as Image.OwnMissing
}

// Build makes an image and adds it to the world. A tag that another image has
// moves to the new one, as it does on an engine.
func (w *World) Build(recipe Recipe) *Image {
	if recipe.Created.IsZero() {
		recipe.Created = w.Now
	}
	on, parent := recipe.On, model.ImageID("")
	if recipe.From != nil {
		on = recipe.From.History
		if recipe.Classic {
			parent = recipe.From.ID
		}
	}
	if recipe.Classic {
		on, parent = w.intermediates(on, parent, recipe)
	} else {
		on = w.Stack(on, recipe.Created, recipe.Add...)
	}
	image := &Image{
		ID: model.ImageID(w.digest()), Parent: parent, Digests: slices.Clone(recipe.Digests),
		Created: recipe.Created, Labels: recipe.Labels, Cmd: recipe.Cmd, History: on,
		Platforms: slices.Clone(recipe.Platforms), OwnMissing: recipe.OwnMissing,
	}
	w.Images = append(w.Images, image)
	for _, tag := range recipe.Tags {
		w.Tag(image, tag, recipe.Tagged)
	}
	if recipe.Pulled {
		image.addDigests(w.digest())
	}
	return image
}

// intermediates makes the images that the classic builder leaves behind for
// all instructions but the last, whose entry it stacks too.
func (w *World) intermediates(on *Entry, parent model.ImageID, recipe Recipe) (*Entry, model.ImageID) {
	for i, instruction := range recipe.Add {
		on = w.Stack(on, recipe.Created, instruction)
		if i == len(recipe.Add)-1 {
			break
		}
		step := &Image{
			ID: model.ImageID(w.digest()), Parent: parent,
			Created: recipe.Created, Labels: recipe.Labels, History: on,
		}
		w.Images = append(w.Images, step)
		parent = step.ID
	}
	return on, parent
}

func (i *Image) addDigests(digest string) {
	for _, tag := range i.Tags {
		repo, _ := reference.Split(tag)
		if ref := repo + "@" + digest; !slices.Contains(i.Digests, ref) {
			i.Digests = append(i.Digests, ref)
		}
	}
}

// Tag gives an image a tag at a time, zero for when it was created, and takes
// it from the image that had it.
func (w *World) Tag(image *Image, tag string, at time.Time) {
	if at.IsZero() {
		at = image.Created
	}
	if old, ok := w.tagged[tag]; ok && old != image {
		old.Tags = slices.DeleteFunc(old.Tags, func(t string) bool { return t == tag })
	}
	w.tagged[tag] = image
	if !slices.Contains(image.Tags, tag) {
		image.Tags = append(image.Tags, tag)
	}
	image.LastTagged = at
}

// Tagged finds the image that has a tag.
func (w *World) Tagged(tag string) (*Image, bool) {
	image, ok := w.tagged[tag]
	return image, ok
}
