package query

import (
	"slices"

	"jettison/model"
)

// Needs returns the facts that the query asks about besides the image list, in
// their order. Until they are loaded, the query can't decide about some things,
// which then don't match.
func (q *Query) Needs() []model.Fact {
	var facts []model.Fact
	for _, t := range tables(q.asked()) {
		facts = append(facts, t.fact)
		walk(q.root, func(n node) { facts = append(facts, t.needs(n)...) })
	}
	slices.Sort(facts)
	return slices.DeleteFunc(slices.Compact(facts), func(fact model.Fact) bool { return fact == model.FactImages })
}

// needs returns the fact that a leaf asks about things of the table's kind.
func (t *erased) needs(leaf node) []model.Fact {
	switch leaf := leaf.(type) {
	case state:
		for i := range t.states {
			if t.states[i].name == leaf.name {
				return []model.Fact{t.states[i].fact}
			}
		}
	case comparison:
		for i := range t.fields {
			if t.fields[i].name == leaf.field {
				return []model.Fact{t.fields[i].fact}
			}
		}
	}
	return nil
}
