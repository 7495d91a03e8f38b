package theme

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"
)

func TestGlyphsAreOneCellWide(t *testing.T) {
	for _, ascii := range []bool{false, true} {
		g := glyphs(ascii)
		single := []string{
			g.Cursor, g.Marked, g.Partly, g.Unmarked, g.SortUp, g.SortDown, g.Folded, g.Unfolded, g.Line, g.Vertical, g.Thumb,
			g.Done, g.Failed, g.Blocked, g.Pin, g.Warning, g.Waiting, g.Live, g.Stale, g.Arrow, g.Dot, g.None, g.About,
			g.Running, g.Paused, g.Exited, g.Created, g.Ellipsis, g.Empty, g.Point, g.Removal,
		}
		single = append(single, g.Box.Top, g.Box.Left, g.Box.TopLeft, g.Box.TopRight, g.Box.BottomLeft, g.Box.BottomRight)
		single = append(single, g.Spinner...)
		single = append(append(single, g.Eighths...), g.Heights...)
		single = append(single, g.Series[:]...)
		single = append(append(single, g.Grid[:]...), g.Heavy[:]...)
		for _, sign := range single {
			if Width(sign) != 1 {
				t.Errorf("%q is %d cells wide", sign, Width(sign))
			}
			if ascii && !printable(sign) {
				t.Errorf("%q is not ASCII", sign)
			}
		}
		for _, sign := range []string{g.Branch, g.Last, g.Trunk} {
			if Width(sign) != 2 {
				t.Errorf("%q is %d cells wide", sign, Width(sign))
			}
		}
	}
}

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

func TestCut(t *testing.T) {
	s := New(Options{})
	tests := []struct {
		text         string
		width        int
		want, starts string
	}{
		{"nginx", 5, "nginx", "nginx"},
		{"nginx", 4, "ngi…", "…inx"},
		{"nginx", 1, "…", "…"},
		{"nginx", 0, "", ""},
		{"nginx", -1, "", ""},
		{"日本語", 6, "日本語", "日本語"},
		{"日本語", 5, "日本…", "…本語"},
		{"日本語", 4, "日…", "…語"},
		{"né", 2, "né", "né"},
		{"ghcr.io/acme/api", 14, "ghcr.io/acme/…", "…/acme/api"},
		{"ghcr.io/acme/api", 5, "ghcr…", "…/api"},
		{"ghcr.io/acme/api", 3, "gh…", "…pi"},
	}
	for _, tt := range tests {
		if got := s.Cut(tt.text, tt.width); got != tt.want {
			t.Errorf("Cut(%q, %d) = %q, want %q", tt.text, tt.width, got, tt.want)
		}
		if got := s.CutStart(tt.text, tt.width); got != tt.starts {
			t.Errorf("CutStart(%q, %d) = %q, want %q", tt.text, tt.width, got, tt.starts)
		}
	}
}

func TestFitIsExact(t *testing.T) {
	s := New(Options{})
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("ab/:é日🚢 "))).Draw(t, "text")
		width := rapid.IntRange(-1, 30).Draw(t, "width")
		want := max(width, 0)
		for _, got := range []string{s.Fit(text, width), s.FitRight(text, width)} {
			if Width(got) != want {
				t.Fatalf("%q in %d is %d cells", got, width, Width(got))
			}
		}
		for _, got := range []string{s.Cut(text, width), s.CutStart(text, width)} {
			if Width(got) > want {
				t.Fatalf("%q in %d is %d cells", got, width, Width(got))
			}
		}
	})
}

func TestWrap(t *testing.T) {
	if got := Wrap("removes the stopped containers", 12); strings.Join(got, "|") != "removes the|stopped|containers" {
		t.Errorf("got %q", got)
	}
	if got := Wrap("x", 0); got != nil {
		t.Errorf("got %q", got)
	}
}
