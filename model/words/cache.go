package words

import (
	"fmt"
	"strings"
	"time"

	"jettison/model"
)

// CacheRemoval returns what a person should know of a step that removes a record of the
// build cache.
func CacheRemoval(s *model.Step) string {
	r, ok := s.Thing.(*model.CacheRecord)
	if !ok {
		return ""
	}
	switch {
	case r.Shared && s.Reclaim.Max == 0:
		return "its bytes are those of an image"
	case r.Type == model.CacheMount:
		return "what builds keep there starts empty"
	}
	return "the next build makes it again"
}

// AddedDescendant returns why a step is there that goes with what it was built on.
func AddedDescendant(s *model.Step) string {
	if s.Removes(model.KindCache) {
		return "built on a record that goes"
	}
	return "built on an image that goes"
}

// CacheType returns what a record of the build cache is, in a word or two, by the engine's
// type.
func CacheType(r *model.CacheRecord) string {
	switch r.Type {
	case model.CacheRegular, "":
		return "step"
	case model.CacheMount:
		return "cache mount"
	case model.CacheLocal:
		return "local source"
	case model.CacheGit:
		return "git"
	}
	return r.Type
}

// CacheState returns why a record of the build cache is kept, in a word or two.
func CacheState(r *model.CacheRecord) string {
	switch {
	case r.InUse:
		return "in use"
	case r.Shared:
		return "shared"
	}
	return "free"
}

// CacheFacts returns what a record stands on, what stands on it, and what its removal gives
// back, each in a few words.
func CacheFacts(inv *model.Inventory, r *model.CacheRecord) []string {
	var facts []string
	if of := r.Of(); of.Command != "" {
		facts = append(facts, "used by RUN "+of.Command)
	}
	if n := len(r.Parents); n > 0 {
		facts = append(facts, "built on "+cacheNames(inv, r.Parents))
	}
	if n := len(inv.CacheChildren(r.ID)); n == 1 {
		facts = append(facts, "1 record was built on it")
	} else if n > 1 {
		facts = append(facts, Count(n)+" records were built on it")
	}
	switch {
	case r.InUse:
		facts = append(facts, "a build uses it")
	case r.Shared && inv.FreedByRecord(r).Max == 0:
		facts = append(facts, "its bytes are those of an image")
	default:
		facts = append(facts, "its removal frees "+Bytes(inv.FreedByRecord(r)))
	}
	return facts
}

// cacheNames returns what records are called, or their short IDs where they are not listed.
func cacheNames(inv *model.Inventory, ids []string) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = model.Target{Kind: model.KindCache, ID: id}.Short()
		if r, ok := inv.CacheRecord(id); ok {
			names[i] = r.Called()
		}
	}
	return List(names)
}

// CacheDetails returns all that is known of a record of the build cache, a line each.
func CacheDetails(inv *model.Inventory, r *model.CacheRecord, now time.Time) string {
	var lines []string
	add := func(title, text string) {
		if text != "" {
			lines = append(lines, fmt.Sprintf("%-13s %s", title, text))
		}
	}
	at := func(title string, at time.Time) {
		if ago := Ago(now, at); ago != Unknown {
			add(title, at.Format("2006-01-02 15:04:05")+", "+ago)
		}
	}
	of := r.Of()
	add("what", of.Text)
	add("stage", of.Stage)
	if of.Command != "" {
		add("used by", "RUN "+of.Command)
	}
	add("type", CacheType(r))
	if r.Size >= 0 {
		add("size", Size(r.Size))
	} else {
		add("size", "not known while a build changes it")
	}
	add("state", CacheState(r))
	if !r.InUse {
		add("frees", Bytes(inv.FreedByRecord(r)))
	}
	if r.Shared {
		add("", "images have its bytes too, which then stay")
	}
	add("used", Plural(r.Uses, "time"))
	at("last used", r.LastUsed)
	at("created", r.Created)
	add("ID", r.ID)
	add("description", r.Description)
	list := func(title string, records []*model.CacheRecord) {
		for _, other := range records {
			size := Unknown
			if other.Size >= 0 {
				size = Size(other.Size)
			}
			add(title, other.Called()+" ("+size+", "+CacheState(other)+", "+other.Target().Short()+")")
			title = ""
		}
	}
	list("built on", inv.CacheChain(r))
	list("built on it", inv.CacheChildren(r.ID))
	return strings.Join(lines, "\n")
}
