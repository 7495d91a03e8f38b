package sim

import (
	"net/http"

	"github.com/distribution/reference"
	"github.com/moby/moby/api/types/events"

	"jettison/model"
)

// tagImage serves POST /images/{name}/tag.
func (e *Engine) tagImage(c *call) (reply, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	found, err := e.st.find(c.name)
	if err != nil {
		return reply{}, err
	}
	named, parseErr := reference.ParseNormalizedNamed(c.query.Get("repo"))
	if parseErr != nil {
		status := http.StatusBadRequest
		if e.legacy {
			status = http.StatusInternalServerError
		}
		return fail(status, parseErr.Error())
	}
	if tag := c.query.Get("tag"); tag != "" {
		tagged, err := reference.WithTag(reference.TrimNamed(named), tag)
		if err != nil {
			return fail(http.StatusBadRequest, err.Error())
		}
		named = tagged
	}
	e.tag(found.image, reference.FamiliarString(reference.TagNameOnly(named)))
	return reply{status: http.StatusCreated}, nil
}

// tag gives an image a tag and tells so.
func (e *Engine) tag(img *image, ref string) {
	e.st.tag(img, ref)
	img.LastTagged = e.now()
	e.emitImage(events.ActionTag, img.ID, ref, img.Labels)
}

// image finds an image of the world for somebody else's change.
func (e *Engine) image(name string) (*image, error) {
	found, err := e.st.find(name)
	if err != nil {
		return nil, err
	}
	return found.image, nil
}

// Untag takes a tag away as another client would, without asking any rule.
func (e *Engine) Untag(tag string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	img, err := e.image(tag)
	if err != nil {
		return err
	}
	e.st.untag(img, tag)
	e.emitImage(events.ActionUnTag, img.ID, string(img.ID), img.Labels)
	return nil
}

// Tag gives an image, named as the API names them, a tag as another client
// would; a tag that another image has moves.
func (e *Engine) Tag(name, tag string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	img, err := e.image(name)
	if err != nil {
		return err
	}
	e.tag(img, tag)
	return nil
}

// RemoveImage deletes an image as another client would.
func (e *Engine) RemoveImage(name string, force bool) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	_, err := e.remove(name, force, true)
	return err
}

// ImageID is the ID of an image named as the API names them.
func (e *Engine) ImageID(name string) (model.ImageID, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	img, err := e.image(name)
	if err != nil {
		return "", err
	}
	return img.ID, nil
}
