package execute

import (
	"slices"
	"strings"

	"github.com/moby/moby/api/types/image"

	"jettison/dockerx/internal/wire"
	"jettison/model"
	"jettison/model/layers"
	"jettison/model/reference"
)

// answer is what an engine says that a deletion removed.
type answer struct {
	untagged []string
	deleted  []model.ImageID
	layers   []layers.ChainID
}

// read adds to the outcome what the engine says it removed when it was asked to delete ref,
// and what of that the plan does not list.
func (e *executor) read(items []image.DeleteResponse, ref string, step *model.Step, o *outcome) {
	said := e.answerOf(items, step)
	o.untagged = append(o.untagged, said.untagged...)
	o.deleted = append(o.deleted, said.deleted...)
	o.layers = append(o.layers, said.layers...)
	for _, along := range said.along(step, asksExactly(ref, step)) {
		// An untagged parent goes with whichever of its children goes last. Podman deletes such
		// parents whatever it is asked, and names one of what went.
		if along.Ref != "" || !e.goes[along.Image] && e.store != model.StorePodman {
			o.along = append(o.along, along)
		}
	}
}

// answerOf reads an answer. Graphdriver stores list the chain IDs of removed layers after the
// image that had them, and so may a store that the engine has not told; the containerd store
// lists one image.
func (e *executor) answerOf(items []image.DeleteResponse, step *model.Step) answer {
	var said answer
	other := false // the image is not the planned one, so that its layers are not known
	for _, item := range items {
		if ref := reference.Familiar(model.Clean(item.Untagged)); ref != "" {
			said.untagged = append(said.untagged, ref)
		}
		if item.Deleted == "" {
			continue
		}
		id := wire.ImageID(item.Deleted)
		first := len(said.deleted) == 0
		if (e.store == model.StoreGraph || e.store == model.StoreUnknown) && !first && (other && !knows(step, id) || isLayer(step, id)) {
			said.layers = append(said.layers, layers.ChainID(id))
			continue
		}
		said.deleted = append(said.deleted, id)
		other = first && !knows(step, id)
	}
	return said
}

// asksExactly reports whether a request is about the image of a step, whatever a tag names
// meanwhile.
func asksExactly(ref string, step *model.Step) bool {
	return strings.Contains(ref, string(step.Image().ID)) || reference.IsDigest(ref)
}

// along returns what went although the plan does not list it. exactly is whether the request
// was about the image of the step, whatever a tag names meanwhile.
func (a *answer) along(step *model.Step, exactly bool) []model.Along {
	id := step.Image().ID
	if len(a.deleted) > 0 && !exactly && !knows(step, a.deleted[0]) {
		return a.otherImage()
	}
	var found []model.Along
	gone := slices.Contains(a.deleted, id)
	for _, ref := range a.untagged {
		if !planned(step, ref) {
			found = append(found, model.Along{Ref: ref, Image: id, Digests: step.Image().Digests, Deleted: gone})
		}
	}
	for _, deleted := range a.deleted {
		if !knows(step, deleted) {
			found = append(found, model.Along{Image: deleted, Deleted: true})
		}
	}
	return found
}

// otherImage tells that the request hit another image, which the name had moved to.
func (a *answer) otherImage() []model.Along {
	one := model.Along{Image: a.deleted[0], Deleted: true}
	for _, ref := range a.untagged {
		if reference.IsDigest(ref) {
			one.Digests = append(one.Digests, ref)
		}
	}
	tags := slices.DeleteFunc(slices.Clone(a.untagged), reference.IsDigest)
	if len(tags) == 0 {
		return []model.Along{one}
	}
	found := make([]model.Along, len(tags))
	for i, tag := range tags {
		found[i] = one
		found[i].Ref = tag
	}
	return found
}

// planned reports whether a step is to take a reference. Digests go with the last tag of
// their repository, and with the image.
func planned(step *model.Step, ref string) bool {
	if slices.Contains(step.Refs, ref) || strings.HasPrefix(ref, danglingPrefix) {
		return true
	}
	tag, digest, isDigest := strings.Cut(ref, "@")
	if !isDigest {
		return false
	}
	image := step.Image()
	known := step.Refs
	if step.Removes(model.KindImage) {
		known = slices.Concat(known, image.Tags, image.Digests)
	}
	of, _ := reference.Split(tag)
	return slices.ContainsFunc(known, func(other string) bool {
		repo, _ := reference.Split(other)
		return repo == of
	}) || digest == string(image.ID) && slices.Contains(step.Refs, tag)
}

// danglingPrefix begins the names that the containerd store gives images without a name.
const danglingPrefix = "moby-dangling@"

// isLayer reports whether an ID in the answer of a graphdriver store is the chain ID of a
// layer. If the layers of the image are known, as they usually are, any other ID is that of
// an image, whether the plan lists it or not.
func isLayer(step *model.Step, id model.ImageID) bool {
	if !step.Image().Layered {
		return !knows(step, id)
	}
	for layer := step.Image().Top; layer != nil; layer = layer.Below {
		if layer.ID == layers.ChainID(id) {
			return true
		}
	}
	return false
}

// knows reports whether a step lists an image as one that it removes.
func knows(step *model.Step, id model.ImageID) bool {
	return step.Image().ID == id ||
		slices.ContainsFunc(step.Prunes, func(image *model.Image) bool { return image.ID == id })
}
