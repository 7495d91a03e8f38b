package config

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"jettison/model"
)

// Error is a problem in the configuration and its place.
type Error struct {
	// Place is the file or the environment variable.
	Place string
	// Line and Column locate the first rune at fault, from 1. They are 0 for a variable.
	Line, Column int
	Width        int    // number of runes at fault
	Text         string // the problem in plain words, with a suggestion if there is one
	Source       string // the line at fault
}

// Error returns the place and the text, then the line with carets below the runes at fault.
func (p *Error) Error() string {
	if p.Line == 0 {
		return p.Place + ": " + model.Clean(p.Text)
	}
	text := fmt.Sprintf("%s:%d:%d: %s", p.Place, p.Line, p.Column, model.Clean(p.Text))
	line := strings.Map(func(r rune) rune {
		if r < ' ' || model.Clean(string(r)) == "" {
			return ' ' // keeps tabs, so that the carets line up
		}
		return r
	}, p.Source)
	if strings.TrimSpace(line) == "" {
		return text
	}
	line = strings.TrimRight(line, " ")
	carets := strings.Repeat("^", max(1, min(p.Width, utf8.RuneCountInString(line)-p.Column+1)))
	return text + "\n    " + line + "\n    " + strings.Repeat(" ", p.Column-1) + carets
}

// Errors holds every problem, in file order.
type Errors []*Error

// Error returns the texts of all problems, one after the other.
func (p Errors) Error() string {
	texts := make([]string, len(p))
	for i := range p {
		texts[i] = p[i].Error()
	}
	return strings.Join(texts, "\n")
}

// sorted sorts problems in file order.
func (p Errors) sorted() Errors {
	slices.SortStableFunc(p, func(a, b *Error) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return slices.CompactFunc(p, func(a, b *Error) bool { return *a == *b })
}

// document is a file that is being read, with the problems found so far.
type document struct {
	file     string
	source   string
	problems Errors
}

// report records a problem with a span of the document.
func (d *document) report(at span, format string, args ...any) {
	before := d.source[:at.start]
	start := strings.LastIndexByte(before, '\n') + 1
	line, _, _ := strings.Cut(d.source[start:], "\n")
	end := min(max(at.start, at.end), start+len(line))
	d.problems = append(d.problems, &Error{
		Place: d.file, Line: d.line(at), Column: utf8.RuneCountInString(d.source[start:at.start]) + 1,
		Width: utf8.RuneCountInString(d.source[at.start:max(at.start, end)]), Source: model.HideCredentials(line),
		Text: fmt.Sprintf(format, args...),
	})
}

// line returns the line number of a span, from 1.
func (d *document) line(at span) int { return strings.Count(d.source[:at.start], "\n") + 1 }

func (d *document) origin(at span) Origin {
	return Origin{Source: SourceFile, Name: d.file, Line: d.line(at)}
}
