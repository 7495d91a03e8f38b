package sim

import (
	"fmt"
	"net/http"
	"slices"
	"strings"

	"jettison/model/reference"
)

// containerd removes by the rules of the containerd store (moby,
// daemon/containerd/image_delete.go): images don't hold their parents down,
// and digests are no references of their own unless nothing else names the
// image.
func (r *removal) containerd() *apiError {
	img := r.image
	if r.ref == "" {
		return r.containerdDelete()
	}
	same := r.sameRefs()
	if len(same) == 0 {
		return &apiError{http.StatusNotFound, "No such image: " + r.ref}
	}
	if len(same) < img.refCount() {
		for _, ref := range same {
			r.untag(img, ref)
		}
		return nil
	}
	if c := img.anyHolder(); c != nil && slices.Contains(img.refs(), r.ref) {
		if !r.force {
			return conflict(r.ref, true, fmt.Sprintf("container %s is using its referenced image %s", c.ID.Short(), img.ID.Short()))
		}
		for _, ref := range same {
			r.untag(img, ref)
		}
		return nil
	}
	return r.containerdDelete()
}

// sameRefs returns the references that the requested one means: a digest means all
// references of its repository, a tag with a digest that tag while it is on the image.
func (r *removal) sameRefs() []string {
	if !isDigestRef(r.ref) {
		return r.withDigests(r.ref)
	}
	repo, tag := reference.Split(r.ref)
	tagged, _, _ := strings.Cut(r.ref, "@")
	if tagged == repo+":"+tag {
		if slices.Contains(r.image.Tags, tagged) {
			return r.withDigests(tagged)
		}
		return nil
	}
	var same []string
	for _, ref := range r.image.refs() {
		if repoOf(ref) == repo {
			same = append(same, ref)
		}
	}
	return same
}

// withDigests returns a tag, and if it is the last one of its repository, the digests there.
func (r *removal) withDigests(tag string) []string {
	same, repo := []string{tag}, repoOf(tag)
	for _, ref := range r.image.refs() {
		switch {
		case ref == tag || repoOf(ref) != repo:
		case !isDigestRef(ref):
			return []string{tag}
		default:
			same = append(same, ref)
		}
	}
	return same
}

// containerdDelete deletes the image with all its references, and then those
// of its parents that are untagged.
func (r *removal) containerdDelete() *apiError {
	img, short := r.image, r.image.ID.Short()
	if c := img.user(true); c != nil {
		return conflict(short, false, "image is being used by running container "+c.ID.Short())
	}
	if !r.force {
		if c := img.user(false); c != nil {
			return conflict(short, true, "image is being used by stopped container "+c.ID.Short())
		}
		if !img.singleReference() && r.ref == "" {
			return conflict(short, true, "image is referenced in multiple repositories")
		}
	}
	parents := r.parents()
	for _, ref := range img.refs() {
		r.untag(img, ref)
	}
	if r.ref != "" && !isDigestRef(r.ref) && !r.force && img.children > 0 {
		// The answer and the event say that it is deleted, but its record stays
		// because of the children, unless the request had its ID or digest, or was
		// forced.
		r.recordDeleted(img)
	} else {
		r.drop(img)
	}
	for _, parent := range parents {
		if parent.refCount() > 0 || len(parent.users) > 0 {
			break
		}
		r.drop(parent)
	}
	return nil
}

// parents are the images that the classic builder named as parents, the
// nearest first; none when one of them is gone or the image has several
// references, as the engine gives up then.
func (r *removal) parents() []*image {
	if !r.prune || r.image.refCount() > 1 {
		return nil
	}
	var parents []*image
	for id := r.image.Parent; id != ""; {
		parent, ok := r.e.st.images[id]
		if !ok {
			return nil
		}
		parents = append(parents, parent)
		id = parent.Parent
	}
	return parents
}
