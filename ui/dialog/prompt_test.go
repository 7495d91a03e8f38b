package dialog_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"jettison/keymap"
	"jettison/ui/dialog"
)

func TestPromptTakesOnlyValidText(t *testing.T) {
	p := prompt()
	p.SetSize(80, 24)
	if got := p.Press("enter", keymap.Confirm); got != dialog.Open {
		t.Errorf("a bad text was taken: %d", got)
	}
	p.Press("down", keymap.Down)
	p.Press("tab", keymap.Complete)
	if p.Value() != "used" {
		t.Errorf("completed to %q", p.Value())
	}
	if _, changed := p.Edit(tea.KeyPressMsg{Code: 'x', Text: "x"}); !changed || p.Value() != "usedx" {
		t.Errorf("typed to %q", p.Value())
	}
	if got := p.Press("enter", keymap.Confirm); got != dialog.Taken {
		t.Errorf("a good text was not taken: %d", got)
	}
}

func TestLineShowsItsCursor(t *testing.T) {
	for _, word := range []string{"word ", "日本語 "} {
		line := dialog.NewLine(nil, nil)
		line.Open(strings.Repeat(word, 30) + "end")
		for _, width := range []int{60, 20, 11, 40} {
			got := ansi.Strip(line.View(width))
			if !strings.HasSuffix(strings.TrimRight(got, " "), "end") || ansi.StringWidth(got) > width {
				t.Errorf("%d cells of %q: %q", width, word, got)
			}
		}
	}
}
