package model

import "time"

// Fact is one thing that is loaded from an engine on its own.
type Fact uint8

// The facts in the order in which a person needs them.
const (
	FactEngine     Fact = iota // who answers: version and store
	FactImages                 // the image list
	FactContainers             // the container list
	FactVolumes                // the volume list
	FactShared                 // how many bytes of each image are shared
	FactUsage                  // disk usage: volumes, build cache, writable layers
	FactLayers                 // the layer chain of each image
	FactTagTimes               // when each image was last given a tag
	FactCount                  // how many facts there are
)

// Status is the state of loading a fact.
type Status uint8

// A fact waits, loads, and is then ready or failed; a ready fact that loads
// again keeps its old value meanwhile.
const (
	StatusWaiting Status = iota
	StatusLoading
	StatusReady
	StatusFailed
)

// FactState is the state of loading one fact, and why it failed.
type FactState struct {
	Status  Status
	Problem *Problem  // of StatusFailed
	At      time.Time // when the value in the inventory was taken; zero for never
	Done    int       // of Total, for facts that come in pieces
	Total   int
}

// Link is the state of the connection to the engine, and so of how current the
// inventory is.
type Link uint8

// A link is live while the event stream is open.
const (
	LinkConnecting Link = iota
	LinkLive
	LinkStale // the stream was lost: what is shown may be out of date
)

// Snapshot holds the facts known about an engine at one moment.
type Snapshot struct {
	Inventory *Inventory // never nil
	Facts     [FactCount]FactState
	Link      Link
	StaleFrom time.Time // since when the link has been stale
	RetryAt   time.Time // when it will be tried again
	Problem   *Problem  // why it is stale or could not connect; nil otherwise
	// Last is the image list of an earlier run, while the inventory has none yet; nil for
	// none. LastError is why it could not be read.
	Last      *LastList
	LastError error
	Listing   Listing // until there is a list
}

// eventLag is the usual upper limit of the delay until the inventory shows the effect of
// an event.
const eventLag = time.Second

// AsOf is up to when the inventory knows the engine, seen at now: events keep it current
// while the link is live, unless a list is being read again or failed, which events wait
// for.
func (s *Snapshot) AsOf(now time.Time) time.Time {
	asOf := s.Inventory.Taken
	if s.Facts[FactImages].Status != StatusReady || s.Facts[FactContainers].Status != StatusReady {
		return asOf
	}
	switch s.Link {
	case LinkLive:
		now = now.Add(-eventLag)
	case LinkStale:
		now = s.StaleFrom.Add(-eventLag)
	case LinkConnecting:
		return asOf
	}
	if now.After(asOf) {
		return now
	}
	return asOf
}
