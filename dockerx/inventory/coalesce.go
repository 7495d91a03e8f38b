package inventory

import (
	"time"

	"jettison/model"
)

const (
	// coalesceQuiet is how long a batch waits after its last event, and coalesceMax how
	// long after its first one at most.
	coalesceQuiet = 150 * time.Millisecond
	coalesceMax   = 500 * time.Millisecond
	// mostPending bounds the things of a batch, however many events come while the engine is
	// asked about the batch before. Beyond, everything is listed.
	mostPending = 10_000
)

// batch is what to ask the engine after a burst of events. Events are hints and may
// repeat: except for images that the engine says it deleted, a batch says what to ask, not
// what is true.
type batch struct {
	inspect    map[string]bool // image IDs, or references if the engine sent no ID
	gone       map[model.ImageID]bool
	goingMaybe map[model.ImageID]bool          // of inspect: a deletion was announced that may yet come
	loaded     map[model.ImageID]bool          // loading them may have taken names from others, of which no event tells
	containers map[model.ContainerID]time.Time // when the state began; zero if the event does not tell
	dropped    map[model.ContainerID]bool
	mentioned  map[model.ImageID]bool // images that containers were created from
	listImages bool
	// listContainers has all containers listed.
	listContainers bool
	listLater      bool // images may have come without an event
	usageChanged   bool // something that only disk usage shows changed
	services       bool // swarm services changed
	volumes        bool // volumes came or went
}

func newBatch() batch {
	return batch{
		inspect:    map[string]bool{},
		gone:       map[model.ImageID]bool{},
		goingMaybe: map[model.ImageID]bool{},
		loaded:     map[model.ImageID]bool{},
		containers: map[model.ContainerID]time.Time{},
		dropped:    map[model.ContainerID]bool{},
		mentioned:  map[model.ImageID]bool{},
	}
}

func (b *batch) empty() bool {
	return b.things() == 0 && !b.listImages && !b.listContainers && !b.listLater && !b.usageChanged && !b.services && !b.volumes
}

// things returns how many things the batch names.
func (b *batch) things() int {
	return len(b.inspect) + len(b.gone) + len(b.containers) + len(b.dropped) + len(b.mentioned)
}

// listAll has everything listed, in place of asking about single things.
func (b *batch) listAll() {
	all := newBatch()
	all.listImages, all.listContainers = true, true
	all.listLater, all.usageChanged, all.services, all.volumes = b.listLater, b.usageChanged, b.services, b.volumes
	*b = all
}

// coalescer collects events into batches. It is a plain state machine: the caller passes
// the time.
type coalescer struct {
	// verifyDeletes is set for engines that send a delete event before they delete, even if
	// they refuse to.
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
		c.pending = newBatch()
		c.first = now
	}
	c.last = now
	for _, k := range kinds() {
		if of, _ := k.events(); of == e.kind {
			k.add(c, e)
		}
	}
	if c.pending.things() > mostPending {
		c.pending.listAll()
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
