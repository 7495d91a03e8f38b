package cache

import (
	"time"

	"jettison/model"
)

// Quick is a predefined filter.
type Quick uint8

// The quick filters.
const (
	QuickAll Quick = iota
	QuickFree
	QuickMonth
	QuickMounts
	QuickSources
	QuickShared
	QuickInUse
	quickCount
)

// unusedFor is how long records of QuickMonth were not used.
const unusedFor = 30 * 24 * time.Hour

// String returns the name of the filter.
func (q Quick) String() string {
	switch q {
	case QuickFree:
		return "free"
	case QuickMonth:
		return "unused for a month"
	case QuickMounts:
		return "cache mounts"
	case QuickSources:
		return "sources"
	case QuickShared:
		return "shared"
	case QuickInUse:
		return "in use"
	case QuickAll, quickCount:
	}
	return "all"
}

func (q Quick) key() string {
	return map[Quick]string{
		QuickAll: "a", QuickFree: "f", QuickMonth: "m", QuickMounts: "c", QuickSources: "o", QuickShared: "s", QuickInUse: "i",
	}[q]
}

func (q Quick) about() string {
	switch q {
	case QuickFree:
		return "no image has their bytes, and no build uses them"
	case QuickMonth:
		return "no build used them in 30 days"
	case QuickMounts:
		return "what RUN --mount=type=cache keeps"
	case QuickSources:
		return "copies of build contexts and git repositories"
	case QuickShared:
		return "images have their bytes"
	case QuickInUse:
		return "a build uses them, so they can't go"
	case QuickAll, quickCount:
	}
	return ""
}

func (q Quick) match(r *model.CacheRecord, now time.Time) bool {
	switch q {
	case QuickFree:
		return !r.InUse && !r.Shared
	case QuickMonth:
		return !r.InUse && r.UnusedSince().Before(now.Add(-unusedFor))
	case QuickMounts:
		return r.Type == model.CacheMount
	case QuickSources:
		return r.Type == model.CacheLocal || r.Type == model.CacheGit
	case QuickShared:
		return r.Shared
	case QuickInUse:
		return r.InUse
	case QuickAll, quickCount:
	}
	return true
}
