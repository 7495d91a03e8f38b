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
