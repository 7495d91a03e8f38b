package inventory

import (
	"time"

	"jettison/dockerx/internal/wire"
	"jettison/model"
)

const (
	// coalesceQuiet is how long a batch waits after its last event, and coalesceMax how
	// long after its first one at most.
	coalesceQuiet = 150 * time.Millisecond
	coalesceMax   = 500 * time.Millisecond
	// maxInspections is how many images of a batch are inspected one by one; for more, one
	// list is cheaper.
	maxInspections = 200
	// maxContainerFilter is how many containers one filtered list may name.
	maxContainerFilter = 100
)

// batch is what to ask the engine after a burst of events. Events are hints and may
// repeat: except for images that the engine says it deleted, a batch says what to ask, not
// what is true.
type batch struct {
	inspect      map[string]bool // image IDs, or references if the engine sent no ID
	gone         map[model.ImageID]bool
	containers   map[model.ContainerID]time.Time // when the state began; zero if the event does not tell
	dropped      map[model.ContainerID]bool
	mentioned    map[model.ImageID]bool // images that containers were created from
	listImages   bool
	listLater    bool // images may have come without an event
	usageChanged bool // something that only disk usage shows changed
}

func (b *batch) empty() bool {
	return len(b.inspect)+len(b.gone)+len(b.containers)+len(b.dropped)+len(b.mentioned) == 0 &&
		!b.listImages && !b.listLater && !b.usageChanged
}

// coalescer collects events into batches. It is a plain state machine: the caller passes
// the time.
type coalescer struct {
	// verifyDeletes is set for engines that send a delete event even if they refused to
	// delete.
	verifyDeletes bool
	// silentBuilds is set for engines that send no event for an image that a build left
	// without a tag; only the containers of its steps show it.
	silentBuilds bool

	pending     batch
	first, last time.Time
}

// add adds an event to the pending batch.
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
		c.pending.usageChanged = true
	}
}

// due returns when to take the pending batch; zero if it is empty.
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

// take returns the pending batch and starts a new one.
func (c *coalescer) take() batch {
	taken := c.pending
	c.pending = batch{}
	return taken
}

func (c *coalescer) addImage(e event) {
	b := &c.pending
	switch e.action {
	case "delete", "remove":
		b.usageChanged = true
		if wire.IsImageID(e.id) && !c.verifyDeletes {
			id := wire.ImageID(e.id)
			delete(b.inspect, string(id))
			b.gone[id] = true
			return
		}
		c.inspectImage(e)
	case "prune":
		// Each image had its own events before, except on engines that can't be trusted.
		b.usageChanged = true
		b.listImages = b.listImages || c.verifyDeletes
	case "load", "import", "pull", "create", "build", "loadfromarchive":
		b.usageChanged = true
		c.inspectImage(e)
	case "tag", "untag":
		c.inspectImage(e)
	}
}

// inspectImage has the image of an event inspected, by its ID or by the reference that
// pulls carry in its place. An event that names no image has the whole list read.
func (c *coalescer) inspectImage(e event) {
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
		b.usageChanged = true
		b.listLater = b.listLater || c.silentBuilds && wire.IsImageID(e.image)
	case "create", "start", "restart", "die", "died", "pause", "unpause":
		delete(b.dropped, id)
		b.containers[id] = e.at
		b.usageChanged = b.usageChanged || e.action == "create"
	case "rename", "stop", "update":
		if _, known := b.containers[id]; !known {
			b.containers[id] = time.Time{}
		}
	case "prune":
		b.usageChanged = true
	}
}
