package inventory

import (
	"sync"

	"jettison/model"
)

// latestSnapshot holds the newest snapshot for one reader, who misses those in
// between.
type latestSnapshot struct {
	news chan struct{} // holds one token if there may be a new one

	mu       sync.Mutex
	snapshot model.Snapshot
	version  uint64
	taken    uint64
}

func (l *latestSnapshot) put(snapshot model.Snapshot) {
	l.mu.Lock()
	l.snapshot = snapshot
	l.version++
	l.mu.Unlock()
	select {
	case l.news <- struct{}{}:
	default:
	}
}

// take returns the latest snapshot, and whether it is new since the last call.
func (l *latestSnapshot) take() (model.Snapshot, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	isNew := l.taken != l.version
	l.taken = l.version
	return l.snapshot, isNew
}

func (l *latestSnapshot) get() model.Snapshot {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.snapshot
}
