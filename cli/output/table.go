package output

import (
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	prettytext "github.com/jedib0t/go-pretty/v6/text"
)

// column is a column of a table.
type column struct {
	title string
	right bool // numbers stand below each other by their last digit
}

// columnGap is how many cells are between columns, as docker has it.
const columnGap = 3

// writeTable writes rows below their titles. Each row has a cell for each
// column, of one line.
func writeTable(w io.Writer, columns []column, rows [][]string) error {
	t := table.NewWriter()
	t.SetStyle(table.Style{Box: table.BoxStyle{PaddingRight: strings.Repeat(" ", columnGap)}})
	t.SuppressTrailingSpaces()
	titles := make(table.Row, len(columns))
	aligned := make([]table.ColumnConfig, 0, len(columns))
	for i, c := range columns {
		titles[i] = c.title
		if c.right {
			aligned = append(aligned, table.ColumnConfig{Number: i + 1, Align: prettytext.AlignRight, AlignHeader: prettytext.AlignRight})
		}
	}
	t.SetColumnConfigs(aligned)
	t.AppendHeader(titles)
	for _, row := range rows {
		cells := make(table.Row, len(row))
		for i, cell := range row {
			cells[i] = cell
		}
		t.AppendRow(cells)
	}
	_, err := io.WriteString(w, t.Render()+"\n")
	return err
}
