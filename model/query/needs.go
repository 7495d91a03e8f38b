package query

import (
	"slices"

	"jettison/model"
)

// Needs returns the facts that the query asks about besides the image list, in
// their order. Until they are loaded, the query can't decide about some rows,
// which then don't match.
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
