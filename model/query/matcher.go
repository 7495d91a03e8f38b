package query

import "jettison/model"

// Matcher judges the things of one inventory. It is immutable, and safe for
// concurrent use if Env.Marked is. The zero Matcher matches every row.
type Matcher struct {
	asked kindSet // none stands for images
	// Each judges the things of its kind; nil if they all get the same answer.
	image      predicate[*model.Row]
	container  predicate[*model.Container]
	volume     predicate[*model.Volume]
	cache      predicate[*model.CacheRecord]
	unresolved []*Error
}

// Match reports whether a row of the inventory certainly matches.
func (m Matcher) Match(row *model.Row) bool {
	if m.image != nil {
		return m.image(row) == yes
	}
	return m.asks(model.KindImage)
}

// Excludes reports whether a row certainly does not match. For a row that the
// query can't decide, both Match and Excludes are false.
func (m Matcher) Excludes(row *model.Row) bool {
	if m.image != nil {
		return m.image(row) == no
	}
	return !m.asks(model.KindImage)
}

// MatchContainer reports whether a container certainly matches.
func (m Matcher) MatchContainer(c *model.Container) bool {
	return judged(m, model.KindContainer, m.container, c) == yes
}

// ExcludesContainer reports whether a container certainly does not match.
func (m Matcher) ExcludesContainer(c *model.Container) bool {
	return judged(m, model.KindContainer, m.container, c) == no
}

// MatchVolume reports whether a volume certainly matches.
func (m Matcher) MatchVolume(v *model.Volume) bool {
	return judged(m, model.KindVolume, m.volume, v) == yes
}

// ExcludesVolume reports whether a volume certainly does not match.
func (m Matcher) ExcludesVolume(v *model.Volume) bool {
	return judged(m, model.KindVolume, m.volume, v) == no
}

// MatchCache reports whether a record of the build cache certainly matches.
func (m Matcher) MatchCache(r *model.CacheRecord) bool {
	return judged(m, model.KindCache, m.cache, r) == yes
}

// ExcludesCache reports whether a record of the build cache certainly does not match.
func (m Matcher) ExcludesCache(r *model.CacheRecord) bool {
	return judged(m, model.KindCache, m.cache, r) == no
}

// judged returns the answer for a thing.
func judged[T any](m Matcher, kind model.Kind, judge predicate[T], of T) truth {
	if judge != nil {
		return judge(of)
	}
	return truthOf(m.asks(kind))
}

func (m Matcher) asks(kind model.Kind) bool {
	if m.asked == 0 {
		return kind == model.KindImage
	}
	return m.asked.has(kind)
}

// Unresolved returns an error for each value of ancestor and base-of that names
// no image of the inventory, with a suggestion if there is one. Such terms
// decide nothing: what was built on an image that is gone is unknown.
func (m Matcher) Unresolved() []*Error { return m.unresolved }
