package ui_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"jettison/keymap"
	"jettison/ui/dialog"
)

// What is too long for a query is not taken in part, since a part is another query, and takes
// no time. Control characters do not reach the terminal.
func TestPastedTexts(t *testing.T) {
	t.Parallel()
	for _, prompt := range []keymap.Action{keymap.Filter, keymap.MarkByRule} {
		p := newJourney(t, open(t, shop(t)), 120, 30)
		p.settles()
		p.Do(prompt)
		p.Model.Send(tea.PasteMsg{Content: "dangling"})
		p.Sees("dangling")
		for _, long := range []string{strings.Repeat("(unused or ", 1<<20/11), strings.Repeat("x", 1<<20), strings.Repeat("\x1b]0;x\x07", dialog.MostText)} {
			p.Model.Send(tea.PasteMsg{Content: long})
			p.Sees("What was pasted is too long: at most 4,096 characters", "dangling")
		}
		p.Model.Send(tea.PasteMsg{Content: " \x1b[31m\x07\x00or\r\nunused"})
		if shown := p.Model.View().Content; strings.ContainsAny(shown, "\x07\x00\r") || strings.Contains(shown, "\x1b[31m") {
			t.Errorf("%q", shown)
		}
		p.Do(strings.Repeat("y", 50), keymap.Back)
	}
}
