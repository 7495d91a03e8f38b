package sim

import (
	"slices"
	"strconv"
	"time"

	"github.com/distribution/reference"
	"github.com/moby/moby/api/types/events"
	imagetypes "github.com/moby/moby/api/types/image"

	"jettison/model"
)

// pruneImages serves POST /images/prune: dangling images, or with
// dangling=false all that no container uses, and some tags of what one does.
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
		if !ok || dangling && !e.dangling(img) || !wanted.labels(img.Labels) || !until.IsZero() && e.recorded(img).After(until) {
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

// recorded returns the date that prunes use. In the containerd store that is the date of the
// record: since when the image has been on this machine.
func (e *Engine) recorded(img *image) time.Time {
	if at := e.lastTagged(img); e.opts.Store == model.StoreContainerd && !at.IsZero() {
		return at
	}
	return img.Created
}

// pruneRecords prunes an image of the containerd store, which goes by its
// records: the steps of classic builds are dangling images like others, each
// record is untagged and deleted, and no event tells of the whole (moby,
// daemon/containerd/image_prune.go). Of an image that containers use, the
// references stay that they name; it stays as it is when they name none.
func (e *Engine) pruneRecords(img *image) []imagetypes.DeleteResponse {
	r := &removal{e: e, image: img}
	refs := img.refs()
	if len(img.users) > 0 {
		unnamed := slices.DeleteFunc(slices.Clone(img.Tags), img.namedByUser)
		if len(unnamed) < len(img.Tags) {
			for _, ref := range unnamed {
				r.untag(img, ref)
			}
		}
		return r.records
	}
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

// namedByUser reports whether a container was created from a reference.
func (i *image) namedByUser(ref string) bool {
	for _, c := range i.users {
		named, err := reference.ParseNormalizedNamed(c.ImageRef)
		if err == nil && reference.FamiliarString(reference.TagNameOnly(named)) == ref {
			return true
		}
	}
	return false
}

// pruneOne removes one reference of an image after the other, or the image itself
// when it has none, as far as the engine lets it go: nothing but the refusal of
// the last one holds an image that a container uses (moby, daemon/images,
// image_prune.go).
func (e *Engine) pruneOne(img *image) []imagetypes.DeleteResponse {
	if e.opts.Store == model.StorePodman && len(img.users) > 0 {
		return nil
	}
	names := img.refs()
	slices.Sort(names)
	if len(names) == 0 {
		names = []string{string(img.ID)}
	}
	var records []imagetypes.DeleteResponse
	for _, name := range names {
		answer, err := e.remove(name, false, true)
		if err != nil {
			// What is refused stays, and what went along with another is gone.
			continue
		}
		if removed, ok := answer.body.([]imagetypes.DeleteResponse); ok {
			records = append(records, removed...)
		}
	}
	return records
}
