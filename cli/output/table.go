package output

import (
	"io"
	"strings"
	"unicode/utf8"
)

// column is a column of a table.
type column struct {
	title string
	right bool // numbers stand below each other by their last digit
}

// columnGap is how many cells are between columns, as docker has it.
const columnGap = 3

// writeTable writes rows below their titles. Each row has a cell for each
// column.
func writeTable(w io.Writer, columns []column, rows [][]string) error {
	widths := make([]int, len(columns))
	for i, c := range columns {
		widths[i] = cells(c.title)
		for _, row := range rows {
			widths[i] = max(widths[i], cells(row[i]))
		}
	}
	titles := make([]string, len(columns))
	for i, c := range columns {
		titles[i] = c.title
	}
	var text strings.Builder
	writeRow(&text, columns, widths, titles)
	for _, row := range rows {
		writeRow(&text, columns, widths, row)
	}
	_, err := io.WriteString(w, text.String())
	return err
}

func writeRow(text *strings.Builder, columns []column, widths []int, row []string) {
	filled := make([]string, len(row))
	for i, cell := range row {
		fill := strings.Repeat(" ", widths[i]-cells(cell))
		if columns[i].right {
			filled[i] = fill + cell
		} else {
			filled[i] = cell + fill
		}
	}
	line := strings.Join(filled, strings.Repeat(" ", columnGap))
	text.WriteString(strings.TrimRight(line, " ") + "\n")
}

// cells is how wide a text is. References, names and figures are of narrow
// characters.
func cells(text string) int { return utf8.RuneCountInString(text) }
