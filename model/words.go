package model

import "strings"

// Words is the text of a plain filter: words that must all be found.
type Words []string

// ParseWords splits a filter's text at spaces.
func ParseWords(text string) Words { return strings.Fields(strings.ToLower(text)) }

// Match reports whether each word is part of one of the fields, in upper or
// lower case. No words match everything.
func (w Words) Match(fields ...string) bool {
	for _, word := range w {
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
