package query

import (
	"iter"
	"math"
	"slices"
	"strings"
	"time"

	"jettison/model"
)

// cacheFields returns the fields of records of the build cache, in the order of
// completion and of the documentation.
func cacheFields() []fieldOf[*model.CacheRecord] {
	return []fieldOf[*model.CacheRecord]{
		newField("id", textOf[*model.CacheRecord](cacheIDs{oneText(eachCacheRecord, cacheID)}), fieldInfo{
			fact: model.FactUsage, example: "id:x3k9",
			about: "beginning of the record's ID",
			page:  "the ID; a glob matches its beginning",
			also:  "name",
		}),
		newField("type", textOf[*model.CacheRecord](oneText(eachCacheRecord, cacheType)), fieldInfo{
			fact: model.FactUsage, example: "type:source.*",
			about: "type of the record",
			page:  "the type in the engine's word, such as `regular`, `source.local` or `exec.cachemount`",
			also:  "driver",
		}),
		newField("size", bytesOf[*model.CacheRecord](number[*model.CacheRecord](cacheBytes)), fieldInfo{
			fact: model.FactUsage, example: "size>1GB",
			about: "bytes of the record",
			page:  "the bytes of the record, also those that images have too",
		}),
		newField("age", ageOf[*model.CacheRecord](moment[*model.CacheRecord](cacheCreated)), fieldInfo{
			fact: model.FactUsage, example: "age>30d",
			about: "time since it was made",
			page:  "the time since it was made",
			also:  "older until since",
		}),
		newField("created", momentOf[*model.CacheRecord](moment[*model.CacheRecord](cacheCreated)), fieldInfo{
			fact: model.FactUsage, example: "created<2026-01-31",
			about: "when it was made",
			page:  "when it was made",
			also:  "before date",
		}),
		newField("used", momentOf[*model.CacheRecord](moment[*model.CacheRecord](cacheUsed)), fieldInfo{
			fact: model.FactUsage, example: "used>4w",
			about: "when a build last used it",
			page:  "when a build last used it, or made it",
		}),
	}
}

// cacheStates returns the states of records of the build cache.
func cacheStates() []stateOf[*model.CacheRecord] {
	return []stateOf[*model.CacheRecord]{
		newState("inuse", thingState[*model.CacheRecord](isInUse), stateInfo{
			fact:  model.FactUsage,
			about: "a build is using it",
			page:  "is in use",
		}),
		newState("shared", thingState[*model.CacheRecord](isShared), stateInfo{
			fact:  model.FactUsage,
			about: "an image or another record has its bytes too",
			page:  "shares its bytes",
		}),
		newState("private", thingState[*model.CacheRecord](isPrivate), stateInfo{
			fact:  model.FactUsage,
			about: "nothing else has its bytes",
			page:  "does not share its bytes",
		}),
		newState("pinned", thingKeyState[*model.CacheRecord](pinnedIn), stateInfo{
			fact:  model.FactUsage,
			about: "a pin protects it",
			page:  "a pin protects. It means nothing in a pin",
		}),
		newState("marked", thingKeyState[*model.CacheRecord](markedIn), stateInfo{
			fact:  model.FactUsage,
			about: "is marked",
			page:  "is marked, on the screen. It means nothing in pins and policies",
		}),
	}
}

// eachCacheRecord returns the records of the build cache of an inventory.
func eachCacheRecord(inv *model.Inventory) iter.Seq[*model.CacheRecord] {
	if inv.Usage == nil {
		return slices.Values[[]*model.CacheRecord](nil)
	}
	return slices.Values(inv.Usage.Cache)
}

func cacheID(r *model.CacheRecord) string { return r.ID }

func cacheType(r *model.CacheRecord) string { return r.Type }

func cacheBytes(r *model.CacheRecord) bounds { return knownBytes(r.Size) }

func cacheCreated(r *model.CacheRecord) time.Time { return r.Created }

// cacheUsed is when a record was last used; when it was made if no build used it since.
func cacheUsed(r *model.CacheRecord) time.Time {
	if r.LastUsed.IsZero() {
		return r.Created
	}
	return r.LastUsed
}

func isInUse(r *model.CacheRecord) bool { return r.InUse }

func isShared(r *model.CacheRecord) bool { return r.Shared }

func isPrivate(r *model.CacheRecord) bool { return !r.Shared }

// knownBytes returns the bounds of a number of bytes, which may be model.Unknown.
func knownBytes(n int64) bounds {
	if n < 0 {
		return bounds{0, math.MaxInt64}
	}
	return exactly(n)
}

// cacheIDs are IDs of records, which are no hexadecimal numbers. A glob matches the
// beginning of one.
type cacheIDs struct{ thingTexts[*model.CacheRecord] }

func (t cacheIDs) judge(c *compiler, op operator, wanted string) compiled[*model.CacheRecord] {
	if op == opGlob {
		wanted += "*"
	}
	return t.thingTexts.judge(c, op, wanted)
}

// judgeCacheWord matches records whose description contains a text in any case, or
// whose ID begins with it.
func judgeCacheWord(text string) predicate[*model.CacheRecord] {
	search := newFold(text)
	return func(r *model.CacheRecord) truth {
		return truthOf(search.in(r.Description) || search.in(r.Called()) || strings.HasPrefix(strings.ToLower(r.ID), search.lower))
	}
}
