package dialog_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"jettison/keymap"
	"jettison/ui/dialog"
	"jettison/ui/theme"
)

func plainStyles() *theme.Styles { return theme.New(theme.Options{NoColor: true}) }

func menu() *dialog.Menu {
	items := []dialog.Item{
		{Key: "d", Label: "dangling", About: "no tag, and nothing built on it", Figure: "42 · 3.1 GB"},
		{Key: "u", Label: "unused", About: "no container uses it", Figure: "180 · 28 GB", Chosen: true},
		{Key: "o", Label: "older than…", About: "by the date of its build"},
		{Key: "b", Label: "built on this one", Off: "the row is a leaf"},
	}
	for i := range 30 {
		items = append(items, dialog.Item{Label: fmt.Sprintf("rule %d 日本語", i)})
	}
	return dialog.NewMenu(plainStyles(), "Mark by rule", items)
}

func question() *dialog.Question {
	return dialog.NewQuestion(plainStyles(), "A removal is under way",
		"12 of 40 steps are done.\nThe steps under way can't be taken back.",
		dialog.Answer{Key: "s", Label: "stay"}, dialog.Answer{Key: "w", Label: "quit when it ended"})
}

func viewer() *dialog.Viewer {
	return dialog.NewViewer(plainStyles(), "The engine's words", strings.Repeat("conflict: unable to delete 日本語 (must be forced)\n\n", 20))
}

func prompt() *dialog.Prompt {
	line := dialog.NewLine(func(text string, _ int) []dialog.Candidate {
		var found []dialog.Candidate
		for _, word := range []string{"dangling", "unused", "used", "size>", "label:"} {
			if strings.HasPrefix(word, text) && word != text {
				found = append(found, dialog.Candidate{
					Text: word, About: "a term", Apply: func() (string, int) { return word, len(word) },
				})
			}
		}
		return found
	}, nil)
	line.Open("us")
	return dialog.NewPrompt(plainStyles(), "Mark by rule", "a query, such as age>30d", line, func(text string) (good, bad string) {
		if text == "us" {
			return "", "1: nothing is called us"
		}
		return "marks 12 references", ""
	})
}

// helpKeys are the default keys but for those that lead to the panes: how many these
// are is nothing of the dialog's.
func helpKeys() *keymap.Map {
	keys := keymap.Default()
	for number := 1; keys.Sign(keymap.Pane(number)) != ""; number++ {
		if err := keys.Override(map[string][]string{string(keymap.Pane(number)): {}}); err != nil {
			panic(err)
		}
	}
	return keys
}

func all() map[string]dialog.Dialog {
	return map[string]dialog.Dialog{
		"menu": menu(), "question": question(), "viewer": viewer(), "prompt": prompt(),
		"help": dialog.NewHelp(plainStyles(), helpKeys(), keymap.InImages),
	}
}

func TestFrames(t *testing.T) {
	for name, d := range all() {
		for _, size := range [][2]int{{80, 24}, {200, 50}} {
			t.Run(fmt.Sprintf("%s %dx%d", name, size[0], size[1]), func(t *testing.T) {
				d.SetSize(size[0], size[1])
				golden.RequireEqual(t, ansi.Strip(d.View()))
			})
		}
	}
}

// No box is larger than its screen, and no line of it is longer than another.
func TestBoxesFitEveryScreen(t *testing.T) {
	for name, d := range all() {
		for width := range 120 {
			for _, height := range []int{0, 1, 2, 3, 4, 5, 8, 12, 24, 60} {
				d.SetSize(width, height)
				box := d.View()
				if box == "" {
					continue
				}
				lines := strings.Split(box, "\n")
				if len(lines) > height {
					t.Fatalf("%s at %dx%d has %d rows", name, width, height, len(lines))
				}
				for _, line := range lines {
					if got := ansi.StringWidth(line); got > width || got != ansi.StringWidth(lines[0]) {
						t.Fatalf("%s at %dx%d: a line is %d cells:\n%s", name, width, height, got, ansi.Strip(box))
					}
				}
			}
		}
	}
}

func TestOverKeepsEveryLinesWidth(t *testing.T) {
	wide := strings.Repeat("日", 20)
	screen := strings.Join([]string{wide, "\x1b[1m" + wide + "\x1b[m", strings.Repeat("a", 40), ""}, "\n")
	box := "┌──┐\n│ab│\n└──┘"
	for x := range 37 {
		got := strings.Split(dialog.Over(screen, box, x, 0), "\n")
		for i := range 3 {
			if w := ansi.StringWidth(got[i]); w != 40 {
				t.Errorf("line %d under a box at %d is %d cells: %q", i, x, w, got[i])
			}
			row := strings.Split(box, "\n")[i]
			if at := strings.Index(ansi.Strip(got[i]), row); at < 0 || ansi.StringWidth(ansi.Strip(got[i])[:at]) != x {
				t.Errorf("line %d: the box is not at %d: %q", i, x, got[i])
			}
		}
	}
}

func TestMenuChooses(t *testing.T) {
	m := menu()
	m.SetSize(80, 24)
	if m.Choice() != 1 {
		t.Errorf("the cursor is on %d, not on the item in force", m.Choice())
	}
	if got := m.Press("b", ""); got != dialog.Open {
		t.Errorf("an item that is off was chosen: %d", got)
	}
	if got := m.Press("o", ""); got != dialog.Taken || m.Choice() != 2 {
		t.Errorf("o: %d, item %d", got, m.Choice())
	}
	if got := m.Press("esc", keymap.Back); got != dialog.Closed {
		t.Errorf("esc: %d", got)
	}
	m.Press("G", keymap.Bottom)
	if m.Choice() != 33 {
		t.Errorf("bottom is %d", m.Choice())
	}
	m.View()
	if got := m.Click(5, 1); got != dialog.Taken || m.Choice() == 33 {
		t.Errorf("click: %d, item %d", got, m.Choice())
	}
}

func TestPromptTakesWhatIsGood(t *testing.T) {
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

func TestQuestionsFirstAnswerIsEnters(t *testing.T) {
	q := question()
	q.SetSize(80, 24)
	if got := q.Press("enter", keymap.Confirm); got != dialog.Taken || q.Choice() != 0 {
		t.Errorf("enter: %d, answer %d", got, q.Choice())
	}
	if got := q.Press("w", ""); got != dialog.Taken || q.Choice() != 1 {
		t.Errorf("w: %d, answer %d", got, q.Choice())
	}
}

func TestViewerScrolls(t *testing.T) {
	v := viewer()
	v.SetSize(80, 12)
	first := v.View()
	v.Press("j", keymap.Down)
	if v.View() == first {
		t.Error("down did not scroll")
	}
	v.Press("G", keymap.Bottom)
	if !strings.Contains(v.View(), "100%") {
		t.Errorf("the end is not the end:\n%s", v.View())
	}
	v.Wheel(-1000)
	if v.View() != first {
		t.Error("the wheel did not go back")
	}
}
