package query

import (
	"fmt"
	"slices"
	"strings"

	"jettison/model"
)

// fieldOf is the left-hand side of a comparison, for things of one kind. Everything
// that the language knows about a field of a kind stands in its entry of the table.
type fieldOf[T any] struct {
	field
	values valueType[T]
}

// field is all of a fieldOf but how it judges things.
type field struct {
	name string
	kind model.Kind // whose things have the field
	fieldInfo
	valueSyntax
	complete func(c *completer, tok token)
}

// fieldInfo is what people read of a field. Only the names in also may be left
// out: TestFieldsAreWhole fails for an entry without the rest.
type fieldInfo struct {
	// fact must be loaded before the field is known; the one that lists the things
	// if the list is enough.
	fact    model.Fact
	example string
	about   string // a few words for completion
	page    string // the cell of docs/query.md
	also    string // its names in other tools, for whoever writes one of them
}

// newField returns an entry of a table. values say what the field's values look like,
// how things are matched by them and how they are completed.
func newField[T any](name string, values valueType[T], info fieldInfo) fieldOf[T] {
	return fieldOf[T]{field{name: name, fieldInfo: info, valueSyntax: values, complete: values.complete}, values}
}

// fieldNamed returns the field of a name that the first of the kinds has.
func fieldNamed(kinds kindSet, name string) (field, bool) {
	all := fields(kinds)
	at := slices.IndexFunc(all, func(f field) bool { return f.name == name })
	if at < 0 {
		return field{}, false
	}
	return all[at], true
}

// mustField returns a field of images that code names.
func mustField(name string) field {
	f, ok := fieldNamed(kindsOf(model.KindImage), name)
	if !ok {
		panic(fmt.Sprintf("query: no field %q", name))
	}
	return f
}

// fieldNames returns the names of the fields of kinds, each once.
func fieldNames(kinds kindSet) []string {
	var names []string
	for _, f := range fields(kinds) {
		if !slices.Contains(names, f.name) {
			names = append(names, f.name)
		}
	}
	return names
}

// kindsWithField returns the kinds whose things have a field.
func kindsWithField(name string) kindSet {
	var kinds kindSet
	for _, f := range fields(everyKind()) {
		if f.name == name {
			kinds |= kindsOf(f.kind)
		}
	}
	return kinds
}

// meantField returns the field of kinds that has this name in another tool or for
// another kind, empty if none.
func meantField(kinds kindSet, name string) string {
	for _, f := range fields(kinds) {
		if slices.Contains(strings.Fields(f.also), name) {
			return f.name
		}
	}
	return ""
}

// nearestField returns the field of kinds that was probably meant, empty if none is
// near.
func nearestField(kinds kindSet, name string) string {
	if meant := meantField(kinds, name); meant != "" {
		return meant
	}
	return Nearest(name, fieldNames(kinds))
}
