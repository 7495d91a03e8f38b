package sim

import (
	"net/http"
	"slices"
	"strings"

	"github.com/moby/moby/api/types/events"

	"jettison/model/reference"
)

// pullImage serves POST /images/create. The registry has every image that this engine ever
// had a digest of.
func (e *Engine) pullImage(c *call) (reply, error) {
	if c.query.Get("fromSrc") == "-" {
		return e.importImage(c)
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	ref := reference.Familiar(c.query.Get("fromImage") + "@" + c.query.Get("tag"))
	id, known := e.st.registry[ref]
	if !known {
		return fail(http.StatusNotFound, "manifest unknown: manifest unknown")
	}
	img, there := e.st.images[id]
	if !there {
		img = e.revive(e.st.gone[id])
	}
	have(img.Image, map[string]bool{ownOr(c.query.Get("platform")): true})
	if !slices.Contains(img.Digests, ref) {
		img.Digests = append(img.Digests, ref)
		e.st.refs[ref] = img
	}
	e.emitImage(events.ActionPull, id, ref, img.Labels)
	return ok(map[string]string{"status": "Status: Downloaded newer image for " + ref})
}

// ownOr returns the name of a platform, "" if it is the engine's own or none is given.
func ownOr(name string) string {
	if name == platform+"/"+arch {
		return ""
	}
	return name
}

// inspectDistribution serves GET /distribution/{name}/json.
func (e *Engine) inspectDistribution(c *call) (reply, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	ref := reference.Familiar(c.name)
	if _, known := e.st.registry[ref]; !known {
		return fail(http.StatusNotFound, "manifest unknown: manifest unknown")
	}
	_, sum, _ := strings.Cut(ref, "@")
	return ok(map[string]any{"Descriptor": map[string]string{"digest": sum}, "Platforms": []any{}})
}

// Forget makes the registry lose an image, named as in the API.
func (e *Engine) Forget(name string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	img, err := e.image(name)
	if err != nil {
		return err
	}
	for ref, id := range e.st.registry {
		if id == img.ID {
			delete(e.st.registry, ref)
		}
	}
	return nil
}
