package query

import (
	"fmt"
	"slices"
	"strings"

	"jettison/model"
)

// field is the left-hand side of a comparison. Everything that the language knows about
// a field stands in its entry of the table. Only the names in also may be left
// out: TestFieldsAreWhole fails for an entry without the rest.
type field struct {
	name string
	kind kind // the values it takes, and how they are judged
	// fact must be loaded before the field is known; FactImages if the image
	// list is enough.
	fact    model.Fact
	example string
	about   string // a few words for completion
	page    string // the cell of docs/query.md
	also    string // its names in other tools, for whoever writes one of them
}

func fieldNamed(name string) (field, bool) { return findField(fields(), name) }

func findField(table []field, name string) (field, bool) {
	for i := range table {
		if table[i].name == name {
			return table[i], true
		}
	}
	return field{}, false
}

// mustField returns a field that has to be in the table: one that check has
// seen, or one that code names.
func mustField(name string) field {
	f, ok := fieldNamed(name)
	if !ok {
		panic(fmt.Sprintf("query: no field %q", name))
	}
	return f
}

func fieldNames() []string {
	var names []string
	for _, f := range fields() {
		names = append(names, f.name)
	}
	return names
}

// meantField returns the field that has this name in another tool, empty if
// none.
func meantField(name string) string {
	for _, f := range fields() {
		if slices.Contains(strings.Fields(f.also), name) {
			return f.name
		}
	}
	return ""
}

// nearestField returns the field that was probably meant, empty if none is near.
func nearestField(name string) string {
	if meant := meantField(name); meant != "" {
		return meant
	}
	return Nearest(name, fieldNames())
}
