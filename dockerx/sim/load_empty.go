package sim

import (
	"fmt"
	"net/http"
	"strings"

	"github.com/moby/moby/api/types/events"

	"jettison/model"
	"jettison/model/modeltest"
)

// emptyImage is an image of an archive that has no layers.
type emptyImage struct {
	id     model.ImageID
	labels map[string]string
	tags   []string
}

// loadEmpty loads images without layers, which only graphdriver stores do here. The answer
// names the images that had the tags before.
func (e *Engine) loadEmpty(all []emptyImage) (reply, error) {
	if e.opts.Store != model.StoreGraph {
		return fail(http.StatusInternalServerError, "invalid archive: an image has no layers")
	}
	var said strings.Builder
	for _, one := range all {
		img, there := e.st.images[one.id]
		if !there {
			img = e.st.addImage(&modeltest.Image{ID: one.id, Labels: one.labels, Created: e.now()})
		}
		for _, tag := range one.tags {
			if had, taken := e.st.refs[tag]; taken && had != img {
				fmt.Fprintf(&said, "The image %s already exists, renaming the old one with ID %s to empty string\n", tag, had.ID)
			}
			e.giveTag(img, tag)
			said.WriteString("Loaded image: " + tag + "\n")
		}
		e.emitImage(events.ActionLoad, img.ID, string(img.ID), img.Labels)
	}
	return ok(map[string]string{"stream": said.String()})
}
