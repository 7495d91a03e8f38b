package query

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"jettison/model"
)

// Error says what is wrong with a query, where, and what may have been meant.
type Error struct {
	Query  string // the whole query
	Column int    // of the first rune concerned, from 1
	Width  int    // how many runes are concerned; 0 at the end of the query
	Text   string // what is wrong, in plain words
	// Suggestion replaces the runes concerned; it may be empty.
	Suggestion string
}

// Error returns the error in one line.
func (e *Error) Error() string {
	return fmt.Sprintf("column %d: %s", e.Column, e.Message())
}

// Message returns the error in one line without its column, for use beside
// Caret.
func (e *Error) Message() string {
	if e.Suggestion == "" {
		return model.Clean(e.Text)
	}
	return model.Clean(e.Text + "; did you mean `" + e.Suggestion + "`?")
}

// Caret returns two lines: the query, and carets below the runes concerned.
func (e *Error) Caret() string {
	line := strings.Map(func(r rune) rune {
		if r < ' ' || model.Clean(string(r)) == "" {
			return ' ' // so that columns stay
		}
		return r
	}, e.Query)
	return line + "\n" + strings.Repeat(" ", e.Column-1) + strings.Repeat("^", max(1, e.Width))
}

// Fix returns the query with the suggestion in place; ok is false if there is
// none.
func (e *Error) Fix() (fixed string, ok bool) {
	if e.Suggestion == "" {
		return e.Query, false
	}
	runes := []rune(e.Query)
	start := min(e.Column-1, len(runes))
	end := min(start+e.Width, len(runes))
	return string(runes[:start]) + e.Suggestion + string(runes[end:]), true
}

// span is a part of a query's text, in bytes.
type span struct{ start, end int }

func newError(query string, at span, suggestion, format string, args ...any) *Error {
	start := min(at.start, len(query))
	end := max(start, min(at.end, len(query)))
	return &Error{
		Query:      query,
		Column:     utf8.RuneCountInString(query[:start]) + 1,
		Width:      utf8.RuneCountInString(query[start:end]),
		Text:       fmt.Sprintf(format, args...),
		Suggestion: suggestion,
	}
}
