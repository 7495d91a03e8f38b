package config

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"jettison/model"
)

// Error is something wrong with the configuration, and where.
type Error struct {
	// Place is the file, or the environment variable.
	Place string
	// Line and Column are of the first rune concerned, from 1; 0 of a variable.
	Line, Column int
	Width        int    // how many runes are concerned
	Text         string // what is wrong, in plain words, and what may have been meant
	Source       string // the line
}

// Error is the place and the text, then the line with carets below what is
// concerned.
func (p *Error) Error() string {
	if p.Line == 0 {
		return p.Place + ": " + model.Clean(p.Text)
	}
	text := fmt.Sprintf("%s:%d:%d: %s", p.Place, p.Line, p.Column, model.Clean(p.Text))
	line := strings.Map(func(r rune) rune {
		if r < ' ' || model.Clean(string(r)) == "" {
			return ' ' // keeps the columns
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

// Errors are all that is wrong, in the order of the file.
type Errors []*Error

// Error is all of them, one after the other.
func (p Errors) Error() string {
	texts := make([]string, len(p))
	for i := range p {
		texts[i] = p[i].Error()
	}
	return strings.Join(texts, "\n")
}

// sorted puts problems in the order of the file.
func (p Errors) sorted() Errors {
	slices.SortStableFunc(p, func(a, b *Error) int {
		if a.Line != b.Line {
			return a.Line - b.Line
		}
		return a.Column - b.Column
	})
	return slices.CompactFunc(p, func(a, b *Error) bool { return *a == *b })
}

// document is a file as it is read, with what was found wrong.
type document struct {
	file     string
	source   string
	problems Errors
}

// report notes what is wrong with bytes of the document.
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

// line is the line of bytes of the document, from 1.
func (d *document) line(at span) int { return strings.Count(d.source[:at.start], "\n") + 1 }

func (d *document) origin(at span) Origin {
	return Origin{Source: SourceFile, Name: d.file, Line: d.line(at)}
}
