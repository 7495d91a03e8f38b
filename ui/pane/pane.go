// Package pane is the contract between the root of the screen and its panes. A pane has a
// tab, and owns its list, sort order, filter and actions.
package pane

import (
	"time"

	"jettison/keymap"
	"jettison/model"
	"jettison/ui/dialog"
	"jettison/ui/theme"
)

// View fills the body of the screen: a pane, or a view that covers the panes until it is
// closed. It does no I/O, and belongs to the goroutine of the root.
type View interface {
	SetStyles(styles *theme.Styles)
	// SetSize changes the size in cells that View fills.
	SetSize(width, height int)
	View() string
	// Click handles a click of the left button on a cell of the view.
	Click(x, y int)
	Wheel(rows int)

	// Context returns the context of its keys.
	Context() keymap.Context
	// Actions returns all actions, possible now or not.
	Actions() []Action
	// Hints returns the actions that the footer offers, the most useful first.
	Hints() []keymap.Action
}

// Teller is a View with a line of its own for messages about actions. Those of other views
// are shown in the footer.
type Teller interface {
	// Tell shows a sentence until the next action; an empty one clears it.
	Tell(text string)
}

// Footed is a View with a line of its own for the footer, in place of the marks.
type Footed interface {
	// Footer returns that line. busy describes a removal or restoration under way that
	// the view does not show; empty when there is none.
	Footer(busy string) string
}

// Pane is a View with a tab. Each has a Context of its own. None provides the methods for
// features that a pane lacks.
type Pane interface {
	View
	Sorted
	Filtered
	QuickFiltered
	Counted

	// Title returns the name of the tab.
	Title() string
	// Figure returns the figure beside the title, from a snapshot that the pane need
	// not have seen; empty for none.
	Figure(snapshot model.Snapshot) string
	// SetSnapshot shows a newer snapshot, or the same at a later time. The root calls
	// it only while the pane is visible.
	SetSnapshot(snapshot model.Snapshot, now time.Time)
	// Wants returns what the pane needs from the root to show what is under the
	// cursor. The root asks after every message while the pane is visible.
	Wants() Intent
	// Back closes or cancels what the pane opened or started last, and reports whether
	// there was anything. The root clears the filters.
	Back() bool
}

// Counted counts the items that are shown.
type Counted interface {
	// Shown returns how many items match the filters, and how many there are.
	Shown() (shown, all int)
	// ShownWords puts that in words, such as "128 of 412 references"; empty when there
	// is nothing to say.
	ShownWords() string
}

// Sorted can be sorted by columns.
type Sorted interface {
	// Columns returns the titles of the columns to sort by; none if it can't be sorted.
	Columns() []string
	// Order returns the column in force and whether its order is descending.
	Order() (column int, descending bool)
	// SortBy sorts by a column, or reverses the order of the column in force.
	SortBy(column int)
}

// Filtered can be filtered by a text.
type Filtered interface {
	// FilterKind returns what the filter line takes.
	FilterKind() FilterKind
	// Filter returns the text in force.
	Filter() string
	// SetFilter filters the pane. On an error, which says what is wrong with the text,
	// the last filter stays in force. An empty text is always valid.
	SetFilter(text string) error
	// Candidates returns the ways to complete a text at the cursor.
	Candidates(text string, cursor int) []dialog.Candidate
}

// QuickFiltered has predefined filters.
type QuickFiltered interface {
	// Quick returns the name of the quick filter in force; empty for none.
	Quick() string
	// QuickMenu returns the quick filters, the one that matches everything first; no
	// items if there are none.
	QuickMenu() (title string, items []dialog.Item)
	// SetQuick puts an item of QuickMenu in force.
	SetQuick(item int)
}

// FilterKind is the kind of text that a filter line takes.
type FilterKind uint8

// The kinds of filters.
const (
	FilterNone    FilterKind = iota
	FilterWords              // words that an item must contain
	FilterQuery              // a query about images unless it says otherwise; its history is saved
	FilterOwnKind            // a query about the pane's own kind of thing
)

// Completes reports whether filters of the kind can be completed.
func (k FilterKind) Completes() bool { return k == FilterQuery || k == FilterOwnKind }
