package table

import "jettison/ui/theme"

// Flags are the states of a row.
type Flags uint8

// The states that the table draws.
const (
	Marked Flags = 1 << iota
	Partly       // a group with some rows marked
	Ranged       // in a range that is being marked
	Dimmed       // of less interest, such as a row that is going away
)

// Cell is the content of a cell: one line of text without control characters.
type Cell struct {
	Prefix string // structure before the text, such as a tree's branch; drawn faint
	Text   string
	Suffix string // an addition that stays when the text is cut; drawn dim
	Style  theme.Style
}

// Rows is the content of a table. While drawing, the table asks for what its window
// needs.
type Rows interface {
	// Len returns the number of rows.
	Len() int
	// Cell returns the content of a cell; column is the index in the declared columns.
	Cell(row, column int) Cell
	// Flags returns the states of a row.
	Flags(row int) Flags
}
