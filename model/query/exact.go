package query

import "fmt"

// Exact is the term of which a field is just this name, as completion writes it:
// what a pattern would read as something else is escaped or quoted. The field is
// one that takes a pattern, such as "repo"; Exact panics when it is not.
func Exact(field, name string) string {
	if !mustField(field).kind.takes(opGlob) {
		panic(fmt.Sprintf("query: %q takes no pattern", field))
	}
	return field + opGlob.String() + formatValue(field, opGlob, escapeGlob(name))
}
