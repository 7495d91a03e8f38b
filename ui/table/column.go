package table

import (
	"slices"

	"jettison/ui/theme"
)

// Align is the side of its column that a cell stands on.
type Align uint8

// Text stands left, numbers right.
const (
	Left Align = iota
	Right
)

// Column declares one column.
type Column struct {
	ID    string // what SetSort and Hit call it
	Title string
	Align Align
	// Min is the fewest cells that make sense, Ideal the cells that suffice for
	// usual content. The title always fits.
	Min, Ideal int
	// Flex is the column's share of the width that is left when every column
	// has its Ideal; 0 takes none.
	Flex int
	// Drop orders the columns that go when the width does not suffice for every
	// Min: the highest goes first, 0 stays longest.
	Drop int
	// Whole cells are shown whole or, when they do not fit, as an ellipsis: half
	// a size is a wrong size.
	Whole bool
	// CutStart cuts long cells at their start instead of their end.
	CutStart bool
	// Sortable columns can be clicked.
	Sortable bool
}

// gap is the space between columns.
const gap = 2

// placed is a visible column.
type placed struct {
	column int // its place in the declaration
	x      int
	width  int
}

func (c *Column) least() int {
	title := theme.Width(c.Title)
	if c.Sortable {
		title++ // for the arrow
	}
	return max(c.Min, title, 1)
}

// place chooses the columns that fit into width cells and divides the width
// among them, from x on.
func place(columns []Column, x, width int) []placed {
	shown := make([]placed, 0, len(columns))
	for i := range columns {
		shown = append(shown, placed{column: i, width: columns[i].least()})
	}
	for len(shown) > 1 && total(shown) > width {
		worst := 0
		for i := range shown {
			if columns[shown[i].column].Drop >= columns[shown[worst].column].Drop {
				worst = i
			}
		}
		shown = slices.Delete(shown, worst, worst+1)
	}
	if len(shown) == 0 || width <= 0 {
		return nil
	}
	if len(shown) == 1 {
		shown[0].width = min(shown[0].width, width)
	}
	grow(columns, shown, width-total(shown))
	for i := range shown {
		shown[i].x = x
		x += shown[i].width + gap
	}
	return shown
}

func total(shown []placed) int {
	sum := gap * (len(shown) - 1)
	for _, p := range shown {
		sum += p.width
	}
	return sum
}

// grow gives the spare cells out: up to every Ideal first, then by Flex.
func grow(columns []Column, shown []placed, spare int) {
	for i := range shown {
		more := min(spare, max(0, columns[shown[i].column].Ideal-shown[i].width))
		shown[i].width += more
		spare -= more
	}
	shares := 0
	for _, p := range shown {
		shares += columns[p.column].Flex
	}
	for i := range shown {
		flex := columns[shown[i].column].Flex
		if shares == 0 || flex == 0 {
			continue
		}
		more := spare * flex / shares
		shown[i].width += more
		spare -= more
		shares -= flex
	}
}
