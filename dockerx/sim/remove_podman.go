package sim

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/distribution/reference"
	"github.com/moby/moby/api/types/events"
)

// podman removes by the rules of Podman's compatible service: force removes the containers
// that use the image, and kills them first unless the version spares those that run.
func (r *removal) podman() *apiError {
	img := r.image
	if r.ref != "" && img.refCount() > 1 {
		r.untag(img, r.ref)
		return nil
	}
	// Podman sends the delete event before it knows whether it will delete.
	r.e.emitImage(events.ActionDelete, img.ID, r.name, nil)
	if r.ref == "" && img.refCount() > 1 && !r.force {
		return &apiError{http.StatusInternalServerError, fmt.Sprintf(
			"unable to delete image %q by ID with more than one tag ([%s]): please force removal",
			bare(img.ID), strings.Join(img.refs(), " "))}
	}
	if c := img.anyUser(); c != nil && !r.force {
		return &apiError{http.StatusConflict, fmt.Sprintf(
			"image %s is in use: image used by %s: image is in use by a container: consider listing external containers and force-removing image",
			r.name, c.ID)}
	}
	if c := img.user(true); c != nil && r.e.sparesRunning() {
		return &apiError{http.StatusConflict, fmt.Sprintf(
			"image %s is in an invalid state: removing image %s: container %s using image could not be removed: %s",
			r.name, bare(img.ID), c.ID, r.e.runningText(c, c.Name))}
	}
	for _, c := range img.users {
		r.e.destroy(c)
	}
	r.podmanDelete(img)
	return nil
}

// podmanDelete deletes an image, and its untagged parents that nothing stands
// on any more. The answer does not tell of the deletion if the image has children, which
// keep its layers.
func (r *removal) podmanDelete(img *image) {
	for _, ref := range img.refs() {
		r.untag(img, ref)
	}
	if img.children > 0 {
		r.e.st.dropImage(img)
	} else {
		r.drop(img)
	}
	if r.e.honorsNoprune() && !r.prune {
		return
	}
	if parent, ok := r.e.st.images[img.Parent]; ok && parent.refCount() == 0 && parent.children == 0 && len(parent.users) == 0 {
		r.podmanDelete(parent)
	}
}

// podmanNotFound puts an error of finding an image in Podman's words.
func (e *Engine) podmanNotFound(name string, err *apiError) *apiError {
	if err.status != http.StatusNotFound {
		return &apiError{http.StatusInternalServerError, err.message}
	}
	full := name
	if named, parseErr := reference.ParseNormalizedNamed(name); parseErr == nil {
		full = reference.TagNameOnly(named).String()
	}
	return &apiError{http.StatusNotFound, "failed to find image " + name + ": " + full + ": image not known"}
}
