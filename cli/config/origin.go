package config

import "strconv"

// Source is the kind of place that set a value. Later sources take precedence.
type Source uint8

// The sources.
const (
	SourceDefault Source = iota
	SourceFile
	SourceEnvironment
	SourceFlag
)

// String returns the name that `jettison config --json` uses.
func (s Source) String() string {
	switch s {
	case SourceFile:
		return "file"
	case SourceEnvironment:
		return "environment"
	case SourceFlag:
		return "flag"
	case SourceDefault:
	}
	return "default"
}

// Origin is where a value comes from.
type Origin struct {
	Source Source
	Name   string // file, variable or flag
	Line   int    // in the file, from 1
}

// String returns a short form, such as "config.toml:3".
func (o Origin) String() string {
	switch o.Source {
	case SourceFile:
		return o.Name + ":" + strconv.Itoa(o.Line)
	case SourceEnvironment, SourceFlag:
		return o.Name
	case SourceDefault:
	}
	return "default"
}

// Value is a value and its origin.
type Value[T any] struct {
	Value  T
	Origin Origin
}

// Set replaces the value unless its present origin takes precedence.
func (v *Value[T]) Set(value T, origin Origin) {
	if origin.Source >= v.Origin.Source {
		*v = Value[T]{value, origin}
	}
}
