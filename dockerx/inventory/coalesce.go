package inventory

import (
	"time"

	"jettison/dockerx/internal/wire"
	"jettison/model"
)

const (
	// coalesceQuiet is how long events are collected after the last one, and
	// coalesceMax how long after the first one at most.
	coalesceQuiet = 150 * time.Millisecond
	coalesceMax   = 500 * time.Millisecond
	// maxInspections is how many images a batch may have looked at one by one;
	// beyond it one list is cheaper.
	maxInspections = 200
	// maxContainerFilter is how many containers one filtered list may name.
	maxContainerFilter = 100
)

// batch is what a burst of events asks to be looked at again. Events are hints
// and may repeat: a batch says what to ask, not what is true, except for
// images that the engine says it deleted.
type batch struct {
	inspect    map[string]bool // image IDs, and references where the engine sent no ID
	gone       map[model.ImageID]bool
	containers map[model.ContainerID]time.Time // when the state began; zero when the event does not tell
	dropped    map[model.ContainerID]bool
	mentioned  map[model.ImageID]bool // images that containers were created from
	listImages bool
	listLater  bool // images may have come without an event
	measure    bool // something that only disk usage shows changed
}

func (b *batch) empty() bool {
	return len(b.inspect)+len(b.gone)+len(b.containers)+len(b.dropped)+len(b.mentioned) == 0 &&
		!b.listImages && !b.listLater && !b.measure
}

// coalescer collects events into batches. It is a plain state machine: the
// caller brings the time.
type coalescer struct {
	// verifyDeletes is set for engines that send a delete for what they refused
	// to delete.
	verifyDeletes bool
	// silentBuilds is set for engines that send no event for an image that a
	// build left without a tag; only the containers of its steps show.
	silentBuilds bool

	pending     batch
	first, last time.Time
}

// add takes an event in.
func (c *coalescer) add(e event, now time.Time) {
	if c.pending.empty() {
		c.pending = batch{
			inspect:    map[string]bool{},
			gone:       map[model.ImageID]bool{},
			containers: map[model.ContainerID]time.Time{},
			dropped:    map[model.ContainerID]bool{},
			mentioned:  map[model.ImageID]bool{},
		}
		c.first = now
	}
	c.last = now
	switch e.kind {
	case "image":
		c.addImage(e)
	case "container":
		c.addContainer(e)
	case "volume", "builder":
		c.pending.measure = true
	}
}

// due is when the collected events are to be taken; zero when there are none.
func (c *coalescer) due() time.Time {
	if c.pending.empty() {
		return time.Time{}
	}
	quiet, latest := c.last.Add(coalesceQuiet), c.first.Add(coalesceMax)
	if latest.Before(quiet) {
		return latest
	}
	return quiet
}

// take hands out what was collected and starts anew.
func (c *coalescer) take() batch {
	taken := c.pending
	c.pending = batch{}
	return taken
}

func (c *coalescer) addImage(e event) {
	b := &c.pending
	switch e.action {
	case "delete", "remove":
		b.measure = true
		if wire.IsImageID(e.id) && !c.verifyDeletes {
			id := wire.ImageID(e.id)
			delete(b.inspect, string(id))
			b.gone[id] = true
			return
		}
		c.lookAt(e)
	case "prune":
		// Each image had events of its own before, if the engine is to be trusted.
		b.measure = true
		b.listImages = b.listImages || c.verifyDeletes
	case "load", "import", "pull", "create", "build", "loadfromarchive":
		b.measure = true
		c.lookAt(e)
	case "tag", "untag":
		c.lookAt(e)
	}
}

// lookAt asks for the image of an event by its ID, or by the reference that
// pulls carry in its place. What names no image asks for the whole list.
func (c *coalescer) lookAt(e event) {
	switch {
	case wire.IsImageID(e.id):
		id := wire.ImageID(e.id)
		delete(c.pending.gone, id)
		c.pending.inspect[string(id)] = true
	case e.id != "" && (e.action == "pull" || e.action == "tag"):
		c.pending.inspect[e.id] = true
	default:
		c.pending.listImages = true
	}
}

func (c *coalescer) addContainer(e event) {
	b, id := &c.pending, model.ContainerID(e.id)
	if wire.IsImageID(e.image) {
		b.mentioned[wire.ImageID(e.image)] = true
	}
	switch e.action {
	case "destroy", "remove":
		delete(b.containers, id)
		b.dropped[id] = true
		b.measure = true
		b.listLater = b.listLater || c.silentBuilds && wire.IsImageID(e.image)
	case "create", "start", "restart", "die", "died", "pause", "unpause":
		delete(b.dropped, id)
		b.containers[id] = e.at
		b.measure = b.measure || e.action == "create"
	case "rename", "stop", "update":
		if _, known := b.containers[id]; !known {
			b.containers[id] = time.Time{}
		}
	case "prune":
		b.measure = true
	}
}
