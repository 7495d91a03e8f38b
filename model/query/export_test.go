package query

// FieldNames returns the names of all fields.
func FieldNames() []string { return fieldNames() }

// StateNames returns the names of all states.
func StateNames() []string {
	var names []string
	for _, s := range states() {
		names = append(names, s.name)
	}
	return names
}

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
