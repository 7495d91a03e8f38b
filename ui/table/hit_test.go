package table

import (
	"testing"

	"jettison/ui/theme"
)

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
