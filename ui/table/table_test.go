package table

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/exp/golden"
	"pgregory.net/rapid"

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

func TestFrames(t *testing.T) {
	tests := []struct {
		name          string
		options       theme.Options
		n, w, h, curs int
	}{
		{"80x24", theme.Options{Dark: true}, 100, 80, 24, 5},
		{"120x40", theme.Options{Dark: true}, 100, 120, 40, 60},
		{"30x8", theme.Options{}, 100, 30, 8, 99},
		{"no_color", theme.Options{NoColor: true}, 4, 60, 8, 1},
		{"ascii", theme.Options{NoColor: true, ASCII: true}, 30, 60, 8, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			table := newTable(tt.n, tt.options)
			table.SetSize(tt.w, tt.h)
			table.SetSort("size", true)
			table.SetCursor(tt.curs)
			golden.RequireEqual(t, table.View())
		})
	}
}

func TestEmptyFrame(t *testing.T) {
	table := newTable(0, theme.Options{NoColor: true})
	table.SetEmpty("No image matches the filter.", "esc clears it.")
	table.SetSize(40, 5)
	golden.RequireEqual(t, table.View())
	if table.Cursor() != -1 {
		t.Errorf("cursor = %d", table.Cursor())
	}
	table.SetRows(list{3, table.styles})
	if table.Cursor() != 0 {
		t.Errorf("cursor = %d after rows came", table.Cursor())
	}
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

func TestHit(t *testing.T) {
	table := newTable(100, theme.Options{})
	table.SetSize(80, 21)
	table.SetCursor(50)
	first, _ := table.Window()
	tests := []struct {
		x, y int
		want Hit
	}{
		{10, 1, Hit{Row: first}},
		{2, 3, Hit{Row: first + 2, Mark: true}},
		{5, 0, Hit{Row: -1, Column: "repo"}},
		{0, 0, Hit{Row: -1}},
		{79, 0, Hit{Row: -1}},
		{-1, 4, Hit{Row: -1}},
		{5, 21, Hit{Row: -1}},
	}
	for _, tt := range tests {
		if got := table.Hit(tt.x, tt.y); got != tt.want {
			t.Errorf("Hit(%d, %d) = %+v, want %+v", tt.x, tt.y, got, tt.want)
		}
	}
	last := table.shown[len(table.shown)-1]
	if got := table.Hit(last.x, 0); got.Column != "" {
		t.Errorf("the state column can't be sorted, got %+v", got)
	}
}

func TestColumnsDropInOrder(t *testing.T) {
	tests := []struct {
		width int
		want  string
	}{
		{100, "repo tag created size state"},
		{53, "repo tag size state"},
		{42, "repo tag size"},
		{27, "repo size"},
		{18, "repo"},
		{5, "repo"},
		{0, ""},
	}
	for _, tt := range tests {
		var ids []string
		declared := columns()
		for _, p := range place(declared, 0, tt.width) {
			ids = append(ids, declared[p.column].ID)
			if p.x+p.width > tt.width {
				t.Errorf("width %d: %s ends at %d", tt.width, declared[p.column].ID, p.x+p.width)
			}
		}
		if got := strings.Join(ids, " "); got != tt.want {
			t.Errorf("width %d: %q, want %q", tt.width, got, tt.want)
		}
	}
}

// TestAnyFrame does anything to a table of any size and looks at every frame.
func TestAnyFrame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		table := newTable(rapid.IntRange(0, 60).Draw(t, "rows"), theme.Options{Dark: rapid.Bool().Draw(t, "dark")})
		small := rapid.IntRange(-3, 70)
		t.Repeat(map[string]func(*rapid.T){
			"":       func(t *rapid.T) { checkFrame(t, table) },
			"size":   func(t *rapid.T) { table.SetSize(small.Draw(t, "w"), small.Draw(t, "h")) },
			"rows":   func(t *rapid.T) { table.SetRows(list{rapid.IntRange(0, 60).Draw(t, "n"), table.styles}) },
			"cursor": func(t *rapid.T) { table.SetCursor(small.Draw(t, "row")) },
			"follow": func(t *rapid.T) { table.Follow(small.Draw(t, "row")) },
			"wheel":  func(t *rapid.T) { table.Wheel(small.Draw(t, "delta")) },
			"hit":    func(t *rapid.T) { table.Hit(small.Draw(t, "x"), small.Draw(t, "y")) },
			"focus":  func(t *rapid.T) { table.SetFocused(rapid.Bool().Draw(t, "focused")) },
			"sort": func(t *rapid.T) {
				table.SetSort(rapid.SampledFrom([]string{"", "repo", "size", "none"}).Draw(t, "column"), rapid.Bool().Draw(t, "down"))
			},
			"do": func(t *rapid.T) {
				table.Do(rapid.SampledFrom([]keymap.Action{
					keymap.Up, keymap.Down, keymap.Top, keymap.Bottom, keymap.PageUp, keymap.PageDown, keymap.HalfUp, keymap.HalfDown,
				}).Draw(t, "action"))
			},
		})
	})
}

func checkFrame(t *rapid.T, table *Table) {
	view := table.View()
	if table.width == 0 || table.height == 0 {
		if view != "" {
			t.Fatalf("a table without room drew %q", view)
		}
		return
	}
	lines := strings.Split(view, "\n")
	if len(lines) != table.height {
		t.Fatalf("%d lines in a height of %d", len(lines), table.height)
	}
	for i, line := range lines {
		if w := theme.Width(line); w != table.width {
			t.Fatalf("line %d is %d cells in a width of %d: %q", i, w, table.width, line)
		}
	}
	first, end := table.Window()
	if c := table.Cursor(); table.Len() > 0 && (c < first || c >= end) {
		t.Fatalf("the cursor %d is outside of %d to %d", c, first, end)
	}
}

func TestMovesAllocateTheSameAtAnySize(t *testing.T) {
	allocs := func(n int) float64 {
		table := newTable(n, theme.Options{Dark: true})
		table.SetSize(200, 50)
		return testing.AllocsPerRun(50, func() {
			table.Move(1)
			_ = table.View()
		})
	}
	// The rows of this test write their texts anew; nothing else may grow.
	if few, many := allocs(1_000), allocs(100_000); many > few+60 {
		t.Errorf("%v allocations among 1,000 rows, %v among 100,000", few, many)
	}
}

func BenchmarkMoveAndView(b *testing.B) {
	for _, n := range []int{1_000, 10_000, 100_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			table := newTable(n, theme.Options{Dark: true})
			table.SetSize(200, 50)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				table.SetCursor(i % n)
				_ = table.View()
			}
		})
	}
}
