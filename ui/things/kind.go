// Package things is the pane that lists the things of one kind, such as volumes. What such
// panes have in common stands here: the list and the sentences below it, filters, marks and
// actions. What is a kind's own it says in a Kind.
package things

import (
	"time"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/query"
	"jettison/ui/pane"
	"jettison/ui/table"
)

// Kind is what is a kind's own. E is a row: a thing, and what the pane knows of it besides.
type Kind[E any] struct {
	Kind    model.Kind
	Title   string // of the tab
	Context keymap.Context

	// Rows returns the things of an inventory, and Count how many it has. The pane owns the
	// slice.
	Rows  func(inv *model.Inventory) []E
	Count func(inv *model.Inventory) int
	Thing func(row E) model.Thing
	Match func(matcher query.Matcher, row E) bool

	Fields []table.Field[E]
	Sort   string     // the ID of the column in force at the start
	Quick  []Quick[E] // the one that matches everything comes first

	// About describes the row under the cursor in lines, the most telling first. The first
	// one follows its name.
	About []func(row E) string
	// Details shows all that is known of a row.
	Details func(row E) pane.Intent
	// MarkNote returns what a person should know of a row that was just marked; empty for
	// nothing. It may be nil.
	MarkNote func(row E) string
	// Unmarkable says why a row can't be marked that no pin protects; empty where it can. It may
	// be nil.
	Unmarkable func(row E) string

	LoadingText string // such as "Listing volumes"
	FailedText  string // a sentence
	// EmptyText returns sentences about an engine without such things.
	EmptyText func(inv *model.Inventory) []string

	Hints []keymap.Action
	// Actions are those that only this kind has.
	Actions []pane.Action
}

// Quick is a predefined filter.
type Quick[E any] struct {
	Key   string
	Name  string
	About string
	Match func(row E, now time.Time) bool // nil matches everything
}
