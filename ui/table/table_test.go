package table

import (
	"fmt"
	"testing"

	"jettison/keymap"
	"jettison/ui/theme"
)

// list is a number of made-up rows.
type list struct {
	n      int
	styles *theme.Styles
}

func (l list) Len() int { return l.n }

func (l list) Cell(row, column int) Cell {
	switch column {
	case 0:
		if row%7 == 3 {
			return Cell{Prefix: "└─", Text: "registry.example.com:5000/ml/training/service"}
		}
		return Cell{Text: fmt.Sprintf("acme/service-%d", row)}
	case 1:
		return Cell{Text: fmt.Sprintf("1.%d.0", row), Suffix: " +1"}
	case 2:
		return Cell{Text: "3 months", Style: l.styles.Dim}
	case 3:
		return Cell{Text: fmt.Sprintf("%d.2 GB", row)}
	default:
		if row%5 == 1 {
			return Cell{Text: "blocked 日本語", Style: l.styles.Warn}
		}
		return Cell{Text: "unused"}
	}
}

func (l list) Flags(row int) Flags {
	var f Flags
	if row%3 == 1 {
		f |= Marked
	}
	if row%11 == 5 {
		f |= Partly | Dimmed
	}
	if row >= 4 && row <= 6 {
		f |= Ranged
	}
	return f
}

func columns() []Column {
	return []Column{
		{ID: "repo", Title: "REPOSITORY", Min: 12, Ideal: 24, Flex: 3, CutStart: true, Sortable: true},
		{ID: "tag", Title: "TAG", Min: 8, Ideal: 14, Flex: 1, Drop: 1, Sortable: true},
		{ID: "created", Title: "CREATED", Min: 10, Ideal: 10, Drop: 4, Align: Right, Whole: true, Sortable: true},
		{ID: "size", Title: "SIZE", Min: 7, Ideal: 7, Align: Right, Whole: true, Sortable: true},
		{ID: "state", Title: "STATE", Min: 10, Ideal: 16, Flex: 1, Drop: 3},
	}
}

func newTable(n int, o theme.Options) *Table {
	styles := theme.New(o)
	t := New(styles, true, columns())
	t.SetRows(list{n, styles})
	return t
}

func TestMoves(t *testing.T) {
	table := newTable(100, theme.Options{})
	table.SetSize(80, 21) // 20 rows
	steps := []struct {
		action keymap.Action
		cursor int
		first  int
	}{
		{keymap.Up, 0, 0},
		{keymap.Down, 1, 0},
		{keymap.PageDown, 21, 18}, // three rows stay visible above
		{keymap.HalfDown, 31, 28},
		{keymap.HalfUp, 21, 18},
		{keymap.Bottom, 99, 80},
		{keymap.PageDown, 99, 80},
		{keymap.Up, 98, 80},
		{keymap.PageUp, 78, 62},
		{keymap.Top, 0, 0},
	}
	for i, step := range steps {
		if !table.Do(step.action) {
			t.Fatalf("%s is not handled", step.action)
		}
		if first, _ := table.Window(); table.Cursor() != step.cursor || first != step.first {
			t.Errorf("step %d, %s: cursor %d, first %d; want %d, %d", i, step.action, table.Cursor(), first, step.cursor, step.first)
		}
	}
	if table.Do(keymap.Mark) {
		t.Error("mark is not the table's")
	}
}

func TestFollowKeepsTheLine(t *testing.T) {
	table := newTable(100, theme.Options{})
	table.SetSize(80, 21)
	table.SetCursor(50)
	first, _ := table.Window()
	table.SetRows(list{130, table.styles})
	table.Follow(80)
	if now, _ := table.Window(); table.Cursor()-now != 50-first {
		t.Errorf("the row moved from line %d to %d", 50-first, table.Cursor()-now)
	}
}

func TestWheelDragsTheCursor(t *testing.T) {
	table := newTable(100, theme.Options{})
	table.SetSize(80, 21)
	table.Wheel(10)
	if first, _ := table.Window(); first != 10 || table.Cursor() != 13 {
		t.Errorf("first %d, cursor %d", first, table.Cursor())
	}
	table.Wheel(-100)
	if first, _ := table.Window(); first != 0 || table.Cursor() != 13 {
		t.Errorf("first %d, cursor %d", first, table.Cursor())
	}
	table.Wheel(1000)
	if first, _ := table.Window(); first != 80 || table.Cursor() != 83 {
		t.Errorf("first %d, cursor %d", first, table.Cursor())
	}
}
