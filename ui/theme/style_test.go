package theme

import (
	"strings"
	"testing"

	"charm.land/lipgloss/v2"
	"github.com/charmbracelet/x/ansi"
)

func TestStyleIsThatOfLipGloss(t *testing.T) {
	look := lipgloss.NewStyle().Bold(true).Foreground(lipgloss.Color("#5fc1c9")).Background(lipgloss.Color("#24363e"))
	if got, want := prepare(look).Render("unused"), look.Render("unused"); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if style := prepare(lipgloss.NewStyle()); !style.Plain() || style.Render("unused") != "unused" {
		t.Errorf("a style that changes nothing is %q", style.start)
	}
}

func TestStyleComposesWithoutHoles(t *testing.T) {
	s := New(Options{Dark: true})
	got := string(s.Warn.AppendOver(nil, s.Selected, "blocked"))
	if want := s.Warn.start + "blocked" + ansi.ResetStyle + s.Selected.start; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := string(Style{}.AppendOver(nil, s.Selected, "x")); got != "x" {
		t.Errorf("plain text over a base needs no sequence, got %q", got)
	}
	if got := s.Accent.Over(s.Selected).start; got != s.Selected.start+s.Accent.start {
		t.Errorf("got %q", got)
	}
}

func TestNoColorHasNoColors(t *testing.T) {
	for _, dark := range []bool{false, true} {
		s := New(Options{Dark: dark, NoColor: true})
		for name, style := range map[string]Style{
			"selected": s.Selected, "warn": s.Warn, "bad": s.Bad, "dim": s.Dim, "accent": s.Accent, "series": s.Series[0],
		} {
			if strings.Contains(style.start, "8;2;") {
				t.Errorf("%s has a color: %q", name, style.start)
			}
		}
		if !strings.Contains(s.Selected.start, "7") {
			t.Error("without colors the selected row must be reversed")
		}
	}
}

// A style, prepared and as Lip Gloss renders it each time.
func BenchmarkRender(b *testing.B) {
	look := lipgloss.NewStyle().Bold(true).Foreground(lipgloss.Color("#5fc1c9"))
	style := prepare(look)
	for name, render := range map[string]func(string) string{
		"prepared": style.Render, "lipgloss": func(text string) string { return look.Render(text) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				_ = render("blocked")
			}
		})
	}
}
