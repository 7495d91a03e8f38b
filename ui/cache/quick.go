package cache

import (
	"time"

	"jettison/model"
	"jettison/ui/things"
)

// unusedFor is how long a build has not used the records that the quick filter "unused for a
// month" shows.
const unusedFor = 30 * 24 * time.Hour

func quickFilters() []things.Quick[*model.CacheRecord] {
	type record = *model.CacheRecord
	return []things.Quick[record]{
		{Key: "a", Name: "all"},
		{
			Key: "f", Name: "free", About: "no image has their bytes, and no build uses them",
			Match: func(r record, _ time.Time) bool { return !r.InUse && !r.Shared },
		},
		{
			Key: "m", Name: "unused for a month", About: "no build used them in 30 days",
			Match: func(r record, now time.Time) bool { return !r.InUse && r.UnusedSince().Before(now.Add(-unusedFor)) },
		},
		{
			Key: "c", Name: "cache mounts", About: "what RUN --mount=type=cache keeps",
			Match: func(r record, _ time.Time) bool { return r.Type == model.CacheMount },
		},
		{
			Key: "o", Name: "sources", About: "copies of build contexts and git repositories",
			Match: func(r record, _ time.Time) bool { return r.Type == model.CacheLocal || r.Type == model.CacheGit },
		},
		{
			Key: "s", Name: "shared", About: "images have their bytes",
			Match: func(r record, _ time.Time) bool { return r.Shared },
		},
		{
			Key: "i", Name: "in use", About: "a build uses them, so they can't go",
			Match: func(r record, _ time.Time) bool { return r.InUse },
		},
	}
}
