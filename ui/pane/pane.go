// Package pane is the contract between the root of the screen and what it
// shows: a pane has a tab, and owns what it lists, how it is sorted and
// narrowed, and what its keys mean.
package pane

import (
	"time"

	"jettison/keymap"
	"jettison/model"
	"jettison/ui/dialog"
	"jettison/ui/theme"
)

// View is what can take the body of the screen: a pane, or what stands over the
// panes until it is closed. It does no I/O, and belongs to the goroutine of the
// root.
type View interface {
	SetStyles(styles *theme.Styles)
	// SetSize changes the size in cells that View fills.
	SetSize(width, height int)
	View() string
	// Click handles a click of the left button on a cell of the view.
	Click(x, y int)
	Wheel(rows int)

	// Context is where keys are pressed.
	Context() keymap.Context
	// Actions are all that can be asked for there, whether it can be done now or not.
	Actions() []Action
	// Hints are the names of those that the footer offers, the most useful first.
	Hints() []keymap.Action
}

// Teller is a View with a line of its own for what a person is told of an action;
// what other views have to tell stands in the footer.
type Teller interface {
	// Tell shows a sentence until the next action; an empty one takes it away.
	Tell(text string)
}

// Footed is a View with a line of its own for the footer, in place of the marks.
type Footed interface {
	// Footer is that line. busy is a removal or a restoration under way that the view
	// does not show, in words; empty when there is none.
	Footer(busy string) string
}

// Pane is a View that has a tab, which Context tells from the others. The zero
// answers of None suit a pane that lacks a feature.
type Pane interface {
	View
	Sorted
	Filtered
	QuickFiltered
	Counted

	// Title names the tab.
	Title() string
	// Figure stands beside the title: what the pane holds, from a snapshot that
	// the pane need not have seen; empty for none.
	Figure(snapshot model.Snapshot) string
	// SetSnapshot shows a newer snapshot, or the same at a later time. The root
	// calls it only while the pane is seen.
	SetSnapshot(snapshot model.Snapshot, now time.Time)
	// Wants is what the pane needs from the root to show what is under the cursor
	// now. The root asks after everything that happens while the pane is seen.
	Wants() Intent
	// Back undoes what the pane itself opened or began, the newest first, and
	// reports whether there was anything. The filters are the root's to clear.
	Back() bool
}

// Counted is what says how much of it is shown.
type Counted interface {
	// Shown is how many items the filters let through, and how many there are.
	Shown() (shown, all int)
	// ShownWords say the same, such as "128 of 412 references"; empty when there is
	// nothing to say.
	ShownWords() string
}

// Sorted is what can be sorted by columns.
type Sorted interface {
	// Columns are the titles of the columns to sort by; none when there is no order.
	Columns() []string
	// Order returns the column in force and whether its order is descending.
	Order() (column int, descending bool)
	// SortBy sorts by a column, or reverses the order of the column in force.
	SortBy(column int)
}

// Filtered is what a typed text narrows.
type Filtered interface {
	// FilterKind is what the filter line takes.
	FilterKind() FilterKind
	// Filter returns the text in force.
	Filter() string
	// SetFilter narrows the pane. On an error, which says what is wrong with the
	// text, what was in force stays. An empty text is never wrong.
	SetFilter(text string) error
	// Candidates are the ways to complete a text at the cursor.
	Candidates(text string, cursor int) []dialog.Candidate
}

// QuickFiltered is what filters narrow that are one key away.
type QuickFiltered interface {
	// Quick names the quick filter in force; empty for none.
	Quick() string
	// QuickMenu offers the quick filters, the one that lets everything through
	// first; no items when there are none.
	QuickMenu() (title string, items []dialog.Item)
	// SetQuick puts an item of QuickMenu in force.
	SetQuick(item int)
}

// FilterKind is what a filter line takes.
type FilterKind uint8

// The kinds of filters.
const (
	FilterNone  FilterKind = iota
	FilterWords            // each word must be found
	FilterQuery            // a query; its history outlives the program
)
