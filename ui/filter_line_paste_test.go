package ui_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"jettison/keymap"
	"jettison/ui/dialog"
	"jettison/ui/uitest"
)

// What is too long for a query is not taken in part, since a part is another query, and takes
// no time. Control characters do not reach the terminal.
func TestPastedTexts(t *testing.T) {
	t.Parallel()
	for _, prompt := range [][]uitest.Input{{keymap.Filter}, {keymap.MarkByRule, "q"}} {
		p := newJourney(t, open(t, shop(t)), 120, 30)
		p.settles()
		p.Do(prompt...)
		p.Model.Send(tea.PasteMsg{Content: "dangling"})
		p.Sees("dangling")
		for _, long := range []string{strings.Repeat("(unused or ", 1<<20/11), strings.Repeat("x", 1<<20), strings.Repeat("\x1b]0;x\x07", dialog.MostText), strings.Repeat("x", dialog.MostText-7)} {
			p.Model.Send(tea.PasteMsg{Content: long})
			p.Sees("What was pasted is too long: a line takes 4,096 characters", "dangling")
		}
		p.Model.Send(tea.PasteMsg{Content: " \x1b[31m\x07\x00or\r\nunused"})
		if shown := p.Model.View().Content; strings.ContainsAny(shown, "\x07\x00\r") || strings.Contains(shown, "\x1b[31m") {
			t.Errorf("%q", shown)
		}
		p.Do(strings.Repeat("y", 50), keymap.Back)
	}
}
