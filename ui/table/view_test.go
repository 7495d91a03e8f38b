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

// TestAnyFrame performs random actions on a table of random size and checks every frame.
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
	// The rows of this test format their texts anew; nothing else may allocate.
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
