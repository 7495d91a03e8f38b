package query

import "jettison/model"

// Matcher judges the rows of one inventory. It is immutable, and safe for
// concurrent use if Env.Marked is. The zero Matcher matches every row.
type Matcher struct {
	judge      predicate
	unresolved []*Error
}

// Match reports whether a row of the inventory certainly matches.
func (m Matcher) Match(row *model.Row) bool {
	return m.judge == nil || m.judge(row) == yes
}

// Excludes reports whether a row certainly does not match. For a row that the
// query can't decide, both Match and Excludes are false.
func (m Matcher) Excludes(row *model.Row) bool {
	return m.judge != nil && m.judge(row) == no
}

// Unresolved returns an error for each value of ancestor and base-of that names
// no image of the inventory, with a suggestion if there is one. Such terms
// decide nothing: what was built on an image that is gone is unknown.
func (m Matcher) Unresolved() []*Error { return m.unresolved }
