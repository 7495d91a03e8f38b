package query

import "jettison/model"

// Query is a parsed and checked query. It is immutable. The zero Query matches
// every row.
type Query struct {
	text  string
	root  node    // nil matches everything of kinds
	kinds kindSet // of the things that it can match; none stands for images
}

// Text returns the query as it was written.
func (q *Query) Text() string { return q.text }

// Empty reports whether the query has no terms and so matches everything.
func (q *Query) Empty() bool { return q.root == nil }

// InState returns the query for a state of images, such as "unused". It panics if there is no
// such state.
func InState(name string) *Query {
	return &Query{text: name, root: state{name: mustState(name)}, kinds: kindsOf(model.KindImage)}
}

// Names reports whether the query asks for a state, such as "marked". It panics
// if there is no such state.
func (q *Query) Names(name string) bool {
	name = mustState(name)
	found := false
	walk(q.root, func(n node) {
		s, ok := n.(state)
		found = found || ok && s.name == name
	})
	return found
}
