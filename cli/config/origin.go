package config

import "strconv"

// Source is what a value was set by. A later one wins over an earlier one.
type Source uint8

// The sources.
const (
	SourceDefault Source = iota
	SourceFile
	SourceEnvironment
	SourceFlag
)

// String names the source as `jettison config --json` does.
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
	Name   string // the file, the variable or the flag
	Line   int    // in the file, from 1
}

// String is the origin in a few words, such as "config.toml:3".
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

// Value is a value and where it comes from.
type Value[T any] struct {
	Value  T
	Origin Origin
}

// Set replaces the value, unless what set it before wins over the origin.
func (v *Value[T]) Set(value T, origin Origin) {
	if origin.Source >= v.Origin.Source {
		*v = Value[T]{value, origin}
	}
}
