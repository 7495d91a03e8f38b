package sim

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/moby/moby/api/types/events"
	imagetypes "github.com/moby/moby/api/types/image"

	"jettison/model"
	"jettison/model/reference"
)

// removal is one DELETE of an image under way.
type removal struct {
	e       *Engine
	image   *image
	name    string // as it was asked for
	ref     string // the reference that named the image; empty when an ID did
	force   bool
	prune   bool // untagged parents go along
	records []imagetypes.DeleteResponse
}

// removeImage serves DELETE /images/{name}.
func (e *Engine) removeImage(c *call) (reply, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if texts := c.query["platforms"]; len(texts) > 0 && e.opts.Store == model.StoreContainerd && !olderThan(c.api, "1.50") {
		wanted, err := decodePlatforms(texts)
		if err != nil {
			return reply{}, err
		}
		return e.removePlatforms(c.name, wanted, c.boolean("force"))
	}
	return e.remove(c.name, c.boolean("force"), !c.boolean("noprune"))
}

// remove removes an image or one of its references by the rules of the store.
func (e *Engine) remove(name string, force, prune bool) (reply, error) {
	found, err := e.st.find(name)
	if err != nil {
		if e.podman() {
			return reply{}, e.podmanNotFound(name, err)
		}
		return reply{}, err
	}
	r := &removal{e: e, image: found.image, name: name, ref: found.ref, force: force, prune: prune}
	switch e.opts.Store {
	case model.StoreContainerd:
		err = r.containerd()
	case model.StorePodman:
		err = r.podman()
	case model.StoreGraph, model.StoreUnknown:
		err = r.graph()
	}
	if err != nil {
		return reply{}, err
	}
	return ok(r.records)
}

// conflict is the refusal of a delete in the engine's words.
func conflict(what string, forcible bool, why string) *apiError {
	how := "cannot be forced"
	if forcible {
		how = "must be forced"
	}
	return &apiError{http.StatusConflict, fmt.Sprintf("conflict: unable to delete %s (%s) - %s", what, how, why)}
}

// untag removes one reference from an image and records that. The event has the image's ID
// as the name on graphdriver stores, the reference on others.
func (r *removal) untag(img *image, ref string) {
	labels := img.Labels
	r.e.st.untag(img, ref)
	r.records = append(r.records, imagetypes.DeleteResponse{Untagged: ref})
	name := string(img.ID)
	if r.e.opts.Store != model.StoreGraph {
		name, labels = ref, nil
	}
	r.e.emitImage(events.ActionUnTag, img.ID, name, labels)
}

// drop deletes an image without references and records that, with its released layers if
// the store tells them.
func (r *removal) drop(img *image) {
	released := r.e.st.dropImage(img)
	r.recordDeleted(img)
	if r.e.opts.Store != model.StoreGraph {
		return
	}
	for _, layer := range released {
		r.records = append(r.records, imagetypes.DeleteResponse{Deleted: string(layer.ChainID)})
	}
}

// recordDeleted tells in the answer and in an event that an image is deleted.
func (r *removal) recordDeleted(img *image) {
	r.records = append(r.records, imagetypes.DeleteResponse{Deleted: r.e.imageID(img.ID)})
	r.e.emitImage(events.ActionDelete, img.ID, r.e.imageID(img.ID), nil)
}

// imageID is an ID as the store writes it in its records.
func (e *Engine) imageID(id model.ImageID) string {
	if e.podman() {
		return bare(id)
	}
	return string(id)
}

// refs are all references of an image, tags first.
func (i *image) refs() []string {
	refs := make([]string, 0, i.refCount())
	return append(append(refs, i.Tags...), i.Digests...)
}

// repoOf is the repository of a familiar reference.
func repoOf(ref string) string {
	repo, _ := reference.Split(ref)
	return repo
}

func isDigestRef(ref string) bool { return strings.Contains(ref, "@") }
