package sim

import (
	"fmt"
	"net/http"
)

// Conflicts that a delete in a graphdriver store looks for (moby,
// daemon/images/image_delete.go). Hard ones can't be forced.
type conflicts uint8

const (
	dependentChild conflicts = 1 << iota
	runningContainer
	activeReference
	stoppedContainer

	hardConflicts = dependentChild | runningContainer
	softConflicts = activeReference | stoppedContainer
)

// graph removes by the rules of graphdriver stores.
func (r *removal) graph() *apiError {
	img := r.image
	if r.ref == "" {
		return r.graphByID()
	}
	if !r.force && img.singleReference() {
		if c := img.anyHolder(); c != nil {
			return &apiError{http.StatusConflict, fmt.Sprintf(
				"conflict: unable to remove repository reference %q (must force) - container %s is using its referenced image %s",
				r.name, c.ID.Short(), img.ID.Short())}
		}
	}
	r.untag(img, r.ref)
	if !isDigestRef(r.ref) {
		r.untagLoneDigests(repoOf(r.ref))
	}
	if img.refCount() > 0 {
		return nil
	}
	return r.graphDelete(img, r.force, r.prune, true)
}

func (r *removal) graphByID() *apiError {
	img := r.image
	if img.singleReference() {
		look := hardConflicts
		if !r.force {
			look |= softConflicts &^ activeReference
		}
		if err, _ := img.conflict(look); err != nil {
			return err
		}
		for _, ref := range img.refs() {
			r.untag(img, ref)
		}
	}
	return r.graphDelete(img, r.force, r.prune, false)
}

// untagLoneDigests removes the digests of a repository whose last tag went.
func (r *removal) untagLoneDigests(repo string) {
	for _, tag := range r.image.Tags {
		if repoOf(tag) == repo {
			return
		}
	}
	for _, ref := range r.image.refs() {
		if isDigestRef(ref) && repoOf(ref) == repo {
			r.untag(r.image, ref)
		}
	}
}

// graphDelete deletes an image, and then its untagged, unused and childless
// ancestors. A quiet delete follows an untag or prunes a parent: it leaves the
// image alone when something still needs it.
func (r *removal) graphDelete(img *image, force, prune, quiet bool) *apiError {
	look := hardConflicts
	if !force {
		look |= softConflicts
	}
	if err, used := img.conflict(look); err != nil {
		if quiet && (img.refCount() > 0 || img.children > 0 || used) {
			return nil
		}
		return err
	}
	for _, ref := range img.refs() {
		r.untag(img, ref)
	}
	r.drop(img)
	parent, ok := r.e.st.images[img.Parent]
	if !prune || !ok {
		return nil
	}
	return r.graphDelete(parent, false, true, true)
}

// conflict is the first of the conflicts looked for; used tells whether a
// container is the reason.
func (i *image) conflict(look conflicts) (err *apiError, used bool) {
	short := i.ID.Short()
	if look&dependentChild != 0 && i.children > 0 {
		return conflict(short, false, "image has dependent child images"), false
	}
	if look&runningContainer != 0 {
		if c := i.user(true); c != nil {
			return conflict(short, false, "image is being used by running container "+c.ID.Short()), true
		}
	}
	if look&activeReference != 0 && i.refCount() > 0 {
		return conflict(short, true, "image is referenced in multiple repositories"), false
	}
	if look&stoppedContainer != 0 {
		if c := i.user(false); c != nil {
			return conflict(short, true, "image is being used by stopped container "+c.ID.Short()), true
		}
	}
	return nil, false
}

// singleReference reports whether the image has at most one tag and all its
// references are within one repository.
func (i *image) singleReference() bool {
	if i.refCount() <= 1 {
		return true
	}
	if len(i.Tags) > 1 {
		return false
	}
	repo := repoOf(i.refs()[0])
	for _, digest := range i.Digests {
		if repoOf(digest) != repo {
			return false
		}
	}
	return true
}
