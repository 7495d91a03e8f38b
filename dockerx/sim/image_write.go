package sim

import (
	"net/http"
	"slices"
	"strconv"

	"github.com/distribution/reference"
	"github.com/moby/moby/api/types/events"
	imagetypes "github.com/moby/moby/api/types/image"

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

// pruneImages serves POST /images/prune: dangling images, or with
// dangling=false all that no container uses.
func (e *Engine) pruneImages(c *call) (reply, error) {
	wanted, err := parseFilters(c, "dangling", "label", "label!", "until")
	if err != nil {
		return reply{}, err
	}
	dangling, set, err := wanted.flag("dangling")
	if err != nil {
		return reply{}, err
	}
	if !set {
		dangling = true
	}
	until, err := wanted.until(e.now())
	if err != nil {
		return reply{}, err
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	before := e.layersSize()
	report := imagetypes.PruneReport{}
	for _, id := range slices.Clone(e.st.ids) {
		img, ok := e.st.images[id]
		if !ok || len(img.users) > 0 || dangling && img.refCount() > 0 || !wanted.labels(img.Labels) ||
			!until.IsZero() && img.Created.After(until) {
			continue
		}
		if e.opts.Store == model.StoreContainerd {
			report.ImagesDeleted = append(report.ImagesDeleted, e.pruneRecords(img)...)
		} else if !img.hidden() {
			report.ImagesDeleted = append(report.ImagesDeleted, e.pruneOne(img)...)
		}
	}
	report.SpaceReclaimed = uint64(max(0, before-e.layersSize()))
	if e.opts.Store != model.StoreContainerd {
		e.events.publish(e.now(), event{Message: events.Message{
			Type: events.ImageEventType, Action: events.ActionPrune,
			Actor: events.Actor{Attributes: map[string]string{"reclaimed": strconv.FormatUint(report.SpaceReclaimed, 10)}},
		}})
	}
	return ok(report)
}

// pruneRecords prunes an image of the containerd store, which goes by its
// records: the steps of classic builds are dangling images like others, each
// record is untagged and deleted, and no event tells of the whole (moby,
// daemon/containerd/image_prune.go).
func (e *Engine) pruneRecords(img *image) []imagetypes.DeleteResponse {
	r := &removal{e: e, image: img}
	refs := img.refs()
	for _, ref := range refs {
		r.untag(img, ref)
	}
	if len(refs) == 0 {
		r.records = append(r.records, imagetypes.DeleteResponse{Untagged: string(img.ID)})
		e.emitImage(events.ActionUnTag, img.ID, string(img.ID), nil)
	}
	r.drop(img)
	return r.records
}

// pruneOne removes all references of an unused image, or the image itself when
// it has none, as far as the engine lets it go.
func (e *Engine) pruneOne(img *image) []imagetypes.DeleteResponse {
	names := img.refs()
	if len(names) == 0 {
		names = []string{string(img.ID)}
	}
	var records []imagetypes.DeleteResponse
	for _, name := range names {
		answer, err := e.remove(name, false, true)
		if err != nil {
			// What is refused stays, and what went along is gone already.
			continue
		}
		if removed, ok := answer.body.([]imagetypes.DeleteResponse); ok {
			records = append(records, removed...)
		}
	}
	return records
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
