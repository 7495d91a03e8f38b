package theme

import (
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

func TestBar(t *testing.T) {
	s := New(Options{})
	tests := []struct {
		width int
		share float64
		want  string
	}{
		{8, 0, "────────"},
		{8, 0.5, "████────"},
		{8, 1, "████████"},
		{8, 7, "████████"},
		{8, -1, "────────"},
		{8, 0.0001, "▏───────"},
		{4, 0.3, "█▎──"},
		{0, 1, ""},
		{-3, 1, ""},
	}
	for _, tt := range tests {
		if got := ansi.Strip(s.Bar(tt.width, tt.share, s.Accent)); got != tt.want {
			t.Errorf("Bar(%d, %v) = %q, want %q", tt.width, tt.share, got, tt.want)
		}
	}
	if got := ansi.Strip(New(Options{ASCII: true}).Bar(4, 0.5, Style{})); got != "##.." {
		t.Errorf("got %q", got)
	}
}

func TestStack(t *testing.T) {
	s := New(Options{})
	if got := ansi.Strip(s.Stack(10, 100, 50, 20, 10)); got != "█████▓▓▒──" {
		t.Errorf("got %q", got)
	}
	if got := ansi.Strip(s.Stack(3, 0)); got != "───" {
		t.Errorf("got %q", got)
	}
}

func TestSegmentsFit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		width := rapid.IntRange(-2, 60).Draw(t, "width")
		whole := rapid.Int64Range(-5, 1<<50).Draw(t, "whole")
		parts := rapid.SliceOfN(rapid.Int64Range(-5, 1<<50), 0, 6).Draw(t, "parts")
		cells := Segments(width, whole, parts)
		sum, some := 0, 0
		for i, n := range cells {
			if n < 0 || (n > 0 && parts[i] <= 0) {
				t.Fatalf("part %d of %d got %d cells", i, parts[i], n)
			}
			sum += n
			if parts[i] > 0 {
				some++
			}
		}
		if sum > max(width, 0) {
			t.Fatalf("%d cells in %d", sum, width)
		}
		if width >= some {
			for i, n := range cells {
				if parts[i] > 0 && n == 0 {
					t.Fatalf("part %d vanished: %v", i, cells)
				}
			}
		}
	})
}
