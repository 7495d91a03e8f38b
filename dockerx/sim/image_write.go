package sim

import (
	"net/http"

	"github.com/distribution/reference"
	"github.com/moby/moby/api/types/events"
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

// tag tags an image and sends the event.
func (e *Engine) tag(img *image, ref string) {
	e.giveTag(img, ref)
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
