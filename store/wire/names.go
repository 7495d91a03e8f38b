package wire

import "slices"

// Names are the names of the values of an enumeration, each at the index that its
// value is. Every value has a name of its own; wiretest.RequireTotal holds a table
// to that.
type Names[T ~uint8] []string

// Of returns the name of a value. It panics when the value is not in the table: a
// wrong name in a file would be read as another value for years.
func (n Names[T]) Of(value T) string { return n[value] }

// Value returns the value that a name stands for; ok is false when it is none of
// the names.
func (n Names[T]) Value(name string) (value T, ok bool) {
	index := slices.Index(n, name)
	if index < 0 || name == "" {
		return 0, false
	}
	return T(index), true
}
