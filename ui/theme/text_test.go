package theme

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

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
