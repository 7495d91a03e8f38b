package query

// Exact is the term of which a field is just this name, as completion writes it:
// what a pattern would read as something else is escaped or quoted. The field is
// one that takes a pattern, such as "repo".
func Exact(field, name string) string {
	return field + opGlob.String() + formatValue(comparison{field: field, op: opGlob, value: text(escapeGlob(name))})
}
