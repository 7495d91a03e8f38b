package inventory

import (
	"context"
	"maps"
	"slices"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/internal/fanout"
	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// idleTagTimeJobs is how many images are inspected side by side for their tag times on
// a screen, where nobody waits for them.
const idleTagTimeJobs = 4

// TagTimes is which tag times a feed asks for.
type TagTimes uint8

// Either those of all images, or those that the bytes of removals depend on, see
// model.Inventory.NeedsTagTime.
const (
	AllTagTimes TagTimes = iota
	TagTimesForBytes
)

// tagTimeAnswer is what an inspection says about the last tag of one image.
type tagTimeAnswer struct {
	id   model.ImageID
	at   time.Time // zero when the engine knows of none
	read bool      // false if the image is gone or could not be read
	seen uint64    // events before the inspection
	err  error     // that the engine answered
}

// tagTimeChanges are the images whose tag times events may have changed.
type tagTimeChanges struct {
	// last is the number of the last event about an image, and all that of the last
	// moment when any image may have changed: what was asked before is out of date.
	last map[model.ImageID]uint64
	all  uint64
	// before are the times that images had when they became unknown.
	before map[model.ImageID]time.Time
	// pending are those that the inventory still has a time of.
	pending    map[model.ImageID]bool
	allPending bool
}

// note takes in an event with its number. An event that names no image may be about
// any. A deletion gives no tag.
func (c *tagTimeChanges) note(e event, number uint64, inventory *model.Inventory) {
	if of, _ := (imageKind{}).events(); e.kind != of || e.action == "delete" || e.action == "prune" {
		return
	}
	id, named := wire.ImageID(e.id), wire.IsImageID(e.id)
	if !named {
		if image, ok := inventory.ByRef(e.id); ok {
			id, named = image.ID, true
		}
	}
	switch {
	case named:
		if c.last == nil {
			c.last = map[model.ImageID]uint64{}
		}
		if c.pending == nil {
			c.pending = map[model.ImageID]bool{}
		}
		c.last[id], c.pending[id] = number, true
	case e.id == "":
		c.all, c.allPending = number, true
	}
}

// outdated reports whether an answer about an image may be older than its last change.
func (c *tagTimeChanges) outdated(id model.ImageID, seen uint64) bool {
	return seen < c.all || seen < c.last[id]
}

// take returns the pending changes and starts anew. What is kept of images that are
// gone is bounded by how many there are.
func (c *tagTimeChanges) take(images int, number uint64) (pending map[model.ImageID]bool, all bool) {
	pending, all = c.pending, c.allPending
	c.pending, c.allPending = nil, false
	if len(c.last) > 2*images+1000 {
		c.last, c.all = nil, number
	}
	return pending, all
}

// keep remembers the time of an image that becomes unknown.
func (c *tagTimeChanges) keep(image *model.Image) {
	if image.LastTagged.IsZero() {
		return
	}
	if c.before == nil {
		c.before = map[model.ImageID]time.Time{}
	}
	c.before[image.ID] = image.LastTagged
}

// forgetGone drops what was kept of images that are gone.
func (c *tagTimeChanges) forgetGone(inventory *model.Inventory) {
	maps.DeleteFunc(c.before, func(id model.ImageID, _ time.Time) bool {
		_, there := inventory.Image(id)
		return !there
	})
}

// due reports whether there are tag times to forget.
func (c *tagTimeChanges) due() bool { return c.allPending || len(c.pending) > 0 }

// tagTimesChanged makes all tag times unknown: events may have been missed.
func (f *Feed) tagTimesChanged() {
	f.tagTimes.all, f.tagTimes.allPending = f.eventCount.Add(1), true
	f.forgetTagTimes()
}

// forgetTagTimes makes the tag times unknown that events may have changed, until they are
// read again.
func (f *Feed) forgetTagTimes() {
	pending, all := f.tagTimes.take(len(f.inventory.Images()), f.eventCount.Load())
	images, changed := slices.Clone(f.inventory.Images()), false
	for i, image := range images {
		if image.TagTimeRead && (all || pending[image.ID]) {
			next := *image
			f.tagTimes.keep(image)
			next.LastTagged, next.TagTimeRead = time.Time{}, false
			images[i], changed = &next, true
		}
	}
	if changed {
		f.inventory = f.inventory.WithImages(f.inventory.Taken, images)
		f.dirty = true
	}
}

// wantsTagTimes reports whether there are tag times to ask for. The images of pending
// events are inspected anyway.
func (f *Feed) wantsTagTimes() bool {
	return slices.ContainsFunc(f.inventory.Images(), func(image *model.Image) bool {
		return !image.TagTimeRead && !f.tagTimes.pending[image.ID]
	})
}

// fetchTagTimes inspects every image whose tag time is not known, those with priority
// first. An image that the engine fails to inspect does not stop the others.
func (f *Feed) fetchTagTimes(inventory *model.Inventory) func(context.Context) (func(), error) {
	wanted := map[model.ImageID]*model.Image{}
	needs := func(*model.Image) bool { return true }
	if f.timesOf == TagTimesForBytes {
		needs = inventory.NeedsTagTime()
	}
	for _, image := range inventory.Images() {
		if !image.TagTimeRead && needs(image) {
			wanted[image.ID] = image
		}
	}
	state := &f.schedule.states[model.FactTagTimes]
	state.Done, state.Total = 0, len(wanted)
	jobs := idleTagTimeJobs
	if f.schedule.atOnce {
		jobs = inspectJobs
	}
	return func(ctx context.Context) (func(), error) {
		var (
			ready  []tagTimeAnswer
			failed error
		)
		last := time.Now()
		err := fanout.Each(ctx, jobs, f.byPriority(wanted), f.tagTime, func(a tagTimeAnswer) {
			ready = append(ready, a)
			if a.err != nil {
				failed = a.err
			}
			if now := time.Now(); now.Sub(last) >= layersEvery {
				batch := ready
				ready, last = nil, now
				f.post(func() { f.setTagTimes(batch) })
			}
		})
		// What was read before an error counts too.
		f.post(func() { f.setTagTimes(ready) })
		if err == nil {
			err = failed
		}
		return func() {}, err
	}
}

// tagTime inspects one image. An error that the engine answers is part of the result.
func (f *Feed) tagTime(ctx context.Context, id model.ImageID) (tagTimeAnswer, error) {
	answer := tagTimeAnswer{id: id, seen: f.eventCount.Load()}
	at, err := f.client.lastTagged(ctx, id)
	switch {
	case dockerx.IsNotFound(err):
		return answer, nil
	case dockerx.IsStatusError(err):
		answer.err = err
		return answer, nil
	case err != nil:
		return answer, err
	}
	answer.at, answer.read = at, true
	return answer, nil
}

// setTagTimes puts tag times into the inventory, of images without one: what was read
// meanwhile is newer.
func (f *Feed) setTagTimes(batch []tagTimeAnswer) {
	f.schedule.states[model.FactTagTimes].Done += len(batch)
	f.dirty = true
	byID := make(map[model.ImageID]tagTimeAnswer, len(batch))
	for _, a := range batch {
		if a.read && !f.tagTimes.outdated(a.id, a.seen) {
			byID[a.id] = a
		}
	}
	if len(byID) == 0 {
		return
	}
	images := slices.Clone(f.inventory.Images())
	for i, image := range images {
		if a, ok := byID[image.ID]; ok && !image.TagTimeRead {
			next := *image
			next.LastTagged, next.TagTimeRead = a.at, true
			images[i] = &next
		}
	}
	f.inventory = f.inventory.WithImages(f.inventory.Taken, images)
}
