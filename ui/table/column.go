package table

import (
	"slices"

	"jettison/ui/theme"
)

// Align is the side of its column that a cell is aligned to.
type Align uint8

// The alignments: left for text, right for numbers.
const (
	Left Align = iota
	Right
)

// Column declares one column.
type Column struct {
	ID    string // its name for SetSort and Hit
	Title string
	Align Align
	// Min is the smallest useful width in cells, Ideal the width of usual content.
	// The title always fits.
	Min, Ideal int
	// Flex is the column's share of the width that is left once every column has
	// its Ideal; 0 is no share.
	Flex int
	// Drop orders the columns that are left out when not every Min fits: the
	// highest first, 0 last.
	Drop int
	// Whole cells that do not fit are shown as an ellipsis, not cut: half a size is
	// a wrong size.
	Whole bool
	// CutStart cuts long cells at their start, not at their end.
	CutStart bool
	// Sortable columns can be clicked.
	Sortable bool
}

// gap is the space between columns.
const gap = 2

// placed is a column that fits.
type placed struct {
	column int // its index in the declaration
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

// place chooses the columns that fit into width cells from x on, and divides the width
// among them.
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

// grow distributes the spare cells: first up to every Ideal, then by Flex.
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
