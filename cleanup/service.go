package cleanup

import (
	"time"

	"jettison/store"
)

// Service cleans up one engine. Its fields do not change once it is used.
type Service struct {
	Engine Engine
	// Locks keep other clean-ups off the engine; nil for an engine that nobody else
	// uses, such as the demo's.
	Locks *Locks
	// Journal is told what is removed; nil where none is kept.
	Journal *store.Journal
	Backups Backups
	// Jobs is how many steps run at a time; 0 for what suits the engine.
	Jobs int
	// ReadOnly keeps Resolve from writing.
	ReadOnly bool
	User     string // that the journal names
	Now      func() time.Time
}
