package dockerx

import (
	"sync"

	"jettison/model"
)

// outlet is where snapshots are put and taken: the latest one wins.
type outlet struct {
	news chan struct{} // holds one token when there may be something new

	mu       sync.Mutex
	snapshot model.Snapshot
	version  uint64
	taken    uint64
}

func (o *outlet) put(snapshot model.Snapshot) {
	o.mu.Lock()
	o.snapshot = snapshot
	o.version++
	o.mu.Unlock()
	select {
	case o.news <- struct{}{}:
	default:
	}
}

// take returns the latest snapshot, and whether it was not taken before.
func (o *outlet) take() (model.Snapshot, bool) {
	o.mu.Lock()
	defer o.mu.Unlock()
	isNew := o.taken != o.version
	o.taken = o.version
	return o.snapshot, isNew
}

func (o *outlet) latest() model.Snapshot {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.snapshot
}
