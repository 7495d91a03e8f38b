package query

import (
	"iter"

	"jettison/model"
)

// Judge asks a matcher about one thing: whether it certainly matches, and whether it
// certainly does not.
type Judge func(Matcher) (matches, excludes bool)

// Things returns the things of an inventory that are no images, each with its judge.
func Things(inv *model.Inventory) iter.Seq2[model.Target, Judge] {
	return func(yield func(model.Target, Judge) bool) {
		for c := range eachContainer(inv) {
			if !yield(c.Target(), func(m Matcher) (bool, bool) { return m.MatchContainer(c), m.ExcludesContainer(c) }) {
				return
			}
		}
		for v := range eachVolume(inv) {
			if !yield(v.Target(), func(m Matcher) (bool, bool) { return m.MatchVolume(v), m.ExcludesVolume(v) }) {
				return
			}
		}
		for r := range eachCacheRecord(inv) {
			target := model.Target{Kind: model.KindCache, ID: r.ID}
			if !yield(target, func(m Matcher) (bool, bool) { return m.MatchCache(r), m.ExcludesCache(r) }) {
				return
			}
		}
	}
}
