package table

import (
	"jettison/keymap"
	"jettison/ui/theme"
)

// scrollOff is the number of rows that stay visible beyond the cursor.
const scrollOff = 3

// Table is a windowed table. It belongs to one goroutine.
type Table struct {
	styles  *theme.Styles
	columns []Column
	marks   bool

	rows   Rows
	cursor int
	offset int // the row at the top of the window

	width, height int
	shown         []placed

	sorted     string
	descending bool
	unfocused  bool
	empty      []string

	line []byte // reused between frames
}

// New returns a table without rows. marks reserves a column for the marks.
func New(styles *theme.Styles, marks bool, columns []Column) *Table {
	return &Table{styles: styles, marks: marks, columns: columns}
}

// SetStyles changes the styles.
func (t *Table) SetStyles(styles *theme.Styles) { t.styles = styles }

// SetColumns declares other columns.
func (t *Table) SetColumns(columns []Column) {
	t.columns = columns
	t.layout()
}

// SetRows shows other rows. The cursor and the window keep their positions as far as
// there are rows.
func (t *Table) SetRows(rows Rows) {
	t.rows = rows
	t.clampCursor()
}

// SetSize changes the size in cells that View fills.
func (t *Table) SetSize(width, height int) {
	t.width, t.height = max(0, width), max(0, height)
	t.layout()
	t.clampCursor()
}

// SetSort shows by which column the rows are sorted. The table itself sorts nothing.
func (t *Table) SetSort(column string, descending bool) {
	t.sorted, t.descending = column, descending
}

// SetFocused sets whether the table gets the keys; without focus the cursor is fainter.
func (t *Table) SetFocused(focused bool) { t.unfocused = !focused }

// SetEmpty sets the lines to show when there are no rows.
func (t *Table) SetEmpty(lines ...string) { t.empty = lines }

// Len returns the number of rows.
func (t *Table) Len() int {
	if t.rows == nil {
		return 0
	}
	return t.rows.Len()
}

// Cursor returns the row under the cursor; -1 when there are no rows.
func (t *Table) Cursor() int {
	if t.Len() == 0 {
		return -1
	}
	return t.cursor
}

// SetCursor moves the cursor to a row and scrolls as little as needed.
func (t *Table) SetCursor(row int) {
	t.cursor = row
	t.clampCursor()
}

// Follow moves the cursor to the new row of the item under it, and the window too, so
// that the item stays on its line of the screen.
func (t *Table) Follow(row int) {
	t.offset += row - t.cursor
	t.cursor = row
	t.clampCursor()
}

// Move moves the cursor by a number of rows.
func (t *Table) Move(rows int) { t.SetCursor(t.cursor + rows) }

// Wheel scrolls the window by a number of rows. The cursor moves only to stay within
// the window.
func (t *Table) Wheel(rows int) {
	margin := t.margin()
	t.offset = min(max(t.offset+rows, 0), t.lastOffset())
	low, high := t.offset+margin, t.offset+t.body()-1-margin
	if t.offset == 0 {
		low = 0
	}
	if t.offset == t.lastOffset() {
		high = t.Len() - 1
	}
	t.cursor = min(max(t.cursor, low), high)
	t.clampCursor()
}

// Do performs the actions that move the cursor, and reports whether the action is one
// of them.
func (t *Table) Do(action keymap.Action) bool {
	page := max(1, t.body())
	switch action {
	case keymap.Up:
		t.Move(-1)
	case keymap.Down:
		t.Move(1)
	case keymap.Top:
		t.SetCursor(0)
	case keymap.Bottom:
		t.SetCursor(t.Len() - 1)
	case keymap.PageUp:
		t.jump(-page)
	case keymap.PageDown:
		t.jump(page)
	case keymap.HalfUp:
		t.jump(-max(1, page/2))
	case keymap.HalfDown:
		t.jump(max(1, page/2))
	default:
		return false
	}
	return true
}

// jump moves the cursor and the window together.
func (t *Table) jump(rows int) {
	t.offset += rows
	t.cursor += rows
	t.clampCursor()
}

// Window returns the first row in the window and the row after the last.
func (t *Table) Window() (first, end int) {
	return t.offset, min(t.offset+t.body(), t.Len())
}

// header returns how many lines the column titles take: none on a very low table.
func (t *Table) header() int {
	if t.height < 2 {
		return 0
	}
	return 1
}

// body returns how many rows the window shows.
func (t *Table) body() int { return t.height - t.header() }

func (t *Table) lastOffset() int { return max(0, t.Len()-max(1, t.body())) }

func (t *Table) margin() int { return min(scrollOff, max(0, (t.body()-1)/2)) }

// clampCursor moves the cursor into the rows and the window around the cursor.
func (t *Table) clampCursor() {
	t.cursor = max(0, min(t.cursor, t.Len()-1))
	margin := t.margin()
	t.offset = min(t.offset, t.cursor-margin)
	t.offset = max(t.offset, t.cursor+margin-max(1, t.body())+1)
	t.offset = max(0, min(t.offset, t.lastOffset()))
}

// gutter returns the width of the signs in front of the first column.
func (t *Table) gutter() int {
	if t.marks {
		return 4
	}
	return 2
}

// layout places the columns. The last cell is for the scroll indicator.
func (t *Table) layout() {
	t.shown = place(t.columns, t.gutter(), t.width-t.gutter()-1)
}
