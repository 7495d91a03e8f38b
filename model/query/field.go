package query

import (
	"fmt"

	"jettison/model"
)

// field is what terms compare. All that the language knows of a field stands in
// its entry of the table. Entries name no members, so that one that lacks
// something does not compile.
type field struct {
	name string
	kind kind
	// fact must have been loaded for the field to be known; FactImages when
	// the image list is enough.
	fact    model.Fact
	example string
	about   string // what it is in a few words, for completion
	page    string // what it is in a sentence, for docs/query.md
	also    also
}

// also are the names that a field goes by elsewhere. They are suggested to
// people who write them.
type also []string

func fieldNamed(name string) (field, bool) {
	for _, f := range fields() {
		if f.name == name {
			return f, true
		}
	}
	return field{}, false
}

// mustField is a field that is in the table for certain: the name of a checked
// comparison, or one that code names.
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

// meantField is the field that goes by another name elsewhere, empty when none
// does.
func meantField(name string) string {
	for _, f := range fields() {
		for _, other := range f.also {
			if other == name {
				return f.name
			}
		}
	}
	return ""
}

// nearestField is the field that was probably meant, empty when none is near.
func nearestField(name string) string {
	if meant := meantField(name); meant != "" {
		return meant
	}
	return Nearest(name, fieldNames())
}
