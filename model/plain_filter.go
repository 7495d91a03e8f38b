package model

import "strings"

// PlainFilter is the text of a plain filter: words that must all be found.
type PlainFilter []string

// ParsePlainFilter splits a filter's text at spaces.
func ParsePlainFilter(text string) PlainFilter { return strings.Fields(strings.ToLower(text)) }

// Match reports whether each word is part of one of the fields, in upper or
// lower case. No words match everything.
func (f PlainFilter) Match(fields ...string) bool {
	for _, word := range f {
		if !anyContains(fields, word) {
			return false
		}
	}
	return true
}

func anyContains(fields []string, word string) bool {
	for _, field := range fields {
		if strings.Contains(strings.ToLower(field), word) {
			return true
		}
	}
	return false
}
