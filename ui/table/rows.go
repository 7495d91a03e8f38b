package table

import "jettison/ui/theme"

// Flags are the states of a row.
type Flags uint8

// The states that the table shows by itself.
const (
	Marked Flags = 1 << iota
	Partly       // a group of which some rows are marked
	Ranged       // in a range that is being marked
	Dimmed       // of less interest, such as a row that is going away
)

// Cell is what stands in one cell: one line of text without control characters.
type Cell struct {
	Prefix string // structure before the text, such as a tree's branch; drawn faint
	Text   string
	Suffix string // an addition that stays when the text is cut; drawn dim
	Style  theme.Style
}

// Rows are what a table shows. The table asks for what its window needs, while
// it draws.
type Rows interface {
	// Len is how many rows there are.
	Len() int
	// Cell is the content of a row's cell; column is the place in the declared
	// columns.
	Cell(row, column int) Cell
	// Flags are the row's states.
	Flags(row int) Flags
}
