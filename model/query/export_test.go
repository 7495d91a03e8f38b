package query

import "jettison/model"

// FieldNames returns the names of the fields of a kind.
func FieldNames(kind model.Kind) []string { return fieldNames(kindsOf(kind)) }

// StateNames returns the names of the states of a kind.
func StateNames(kind model.Kind) []string { return stateNames(kindsOf(kind)) }

// Terms returns the fields and states that a query names.
func (q *Query) Terms() []string {
	var names []string
	walk(q.root, func(n node) {
		switch n := n.(type) {
		case state:
			names = append(names, n.name)
		case comparison:
			names = append(names, n.field)
		}
	})
	return names
}
