package query

import (
	"slices"

	"jettison/model"
)

// Needs are the facts beside the image list that the query asks about, in their
// order. Until they are loaded, some rows are not judged and so don't match.
func (q *Query) Needs() []model.Fact {
	var facts []model.Fact
	walk(q.root, func(n node) {
		fact := model.FactImages
		switch n := n.(type) {
		case state:
			fact = mustState(n.name).fact
		case comparison:
			fact = mustField(n.field).fact
		}
		if fact != model.FactImages {
			facts = append(facts, fact)
		}
	})
	slices.Sort(facts)
	return slices.Compact(facts)
}

// Names reports whether a term of the query is a state, such as "marked". It
// panics when there is no such state.
func (q *Query) Names(name string) bool {
	name = mustState(name).name
	found := false
	walk(q.root, func(n node) {
		s, ok := n.(state)
		found = found || ok && s.name == name
	})
	return found
}

// walk visits the leaves of a tree.
func walk(n node, visit func(node)) {
	switch n := n.(type) {
	case nil:
	case allOf:
		for _, member := range n.members {
			walk(member, visit)
		}
	case anyOf:
		for _, member := range n.members {
			walk(member, visit)
		}
	case negation:
		walk(n.member, visit)
	default:
		visit(n)
	}
}
