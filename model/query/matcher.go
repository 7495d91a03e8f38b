package query

import "jettison/model"

// Matcher judges the rows of one inventory. It is immutable and safe for
// concurrent use as far as Env.Marked is; the zero Matcher
// matches every row.
type Matcher struct {
	judge      predicate
	unresolved []*Error
}

// Match reports whether a row of the environment's inventory matches for
// certain.
func (m Matcher) Match(row *model.Row) bool {
	return m.judge == nil || m.judge(row) == yes
}

// Excludes reports whether a row does not match for certain. Of a row about
// which the query can't be decided neither Match nor Excludes is true.
func (m Matcher) Excludes(row *model.Row) bool {
	return m.judge != nil && m.judge(row) == no
}

// Unresolved are the values of ancestor and base-of that name no image of the
// inventory, each with its place in the query and a near reference. Such terms
// are neither true nor false of any row: what was built on an image that is gone
// can't be told.
func (m Matcher) Unresolved() []*Error { return m.unresolved }
