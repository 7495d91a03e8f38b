package query

import "fmt"

// Exact returns the term that matches exactly this value of a field of images, as
// completion would write it: characters that a pattern would interpret are
// escaped or quoted. It panics unless the field takes a pattern, as "repo" does.
func Exact(field, name string) string {
	if !mustField(field).takes(opGlob) {
		panic(fmt.Sprintf("query: %q takes no pattern", field))
	}
	return field + opGlob.String() + formatValue(field, opGlob, escapeGlob(name))
}
