package dialog_test

import (
	"fmt"
	"strings"
	"testing"

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

// helpKeys returns the default keys without those of the panes, whose number must not
// matter here.
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

// hostile returns dialogs full of wide characters, and of control characters where the text
// may have them.
func hostile() map[string]dialog.Dialog {
	const wide = "日本語の長い題名"
	line := dialog.NewLine(func(string, int) []dialog.Candidate {
		return []dialog.Candidate{{Text: wide + wide, About: wide}, {Text: "a", About: wide}}
	}, nil)
	line.Open(strings.Repeat("日本 a", 30))
	return map[string]dialog.Dialog{
		"menu": dialog.NewMenu(plainStyles(), wide+wide, []dialog.Item{
			{Key: "日", Label: wide, About: wide, Figure: wide}, {Label: "a" + wide, Off: wide}, {},
		}),
		"empty menu": dialog.NewMenu(plainStyles(), "", nil),
		"question": dialog.NewQuestion(plainStyles(), wide, strings.Repeat(wide, 9)+"\n\n"+wide,
			dialog.Answer{Key: "s", Label: wide + wide + wide + wide}, dialog.Answer{Key: "日", Label: wide}),
		"viewer":       dialog.NewViewer(plainStyles(), wide, "a\tb\x1b[2Jc\r\nd\x07\u202e\n\n"+strings.Repeat(wide, 9)),
		"empty viewer": dialog.NewViewer(plainStyles(), "", ""),
		"prompt": dialog.NewPrompt(plainStyles(), wide+wide, wide, line, func(string) (string, string) {
			return "", strings.Repeat(wide, 9)
		}),
		"help": dialog.NewHelp(plainStyles(), keymap.Default(), keymap.InPlan),
	}
}

func TestSmallScreensAndHostileTexts(t *testing.T) {
	for name, d := range hostile() {
		t.Run(name, func(t *testing.T) {
			for width := range 61 {
				for height := range 31 {
					d.SetSize(width, height)
					box := d.View()
					if width >= 40 && height >= 10 && box == "" {
						t.Fatalf("%dx%d shows nothing", width, height)
					}
					if wrong := misfit(box, width, height); wrong != "" {
						t.Fatalf("%dx%d: %s:\n%q", width, height, wrong, box)
					}
				}
				// From large to small again, scrolled to the end.
				d.Press("", keymap.Bottom)
				d.Click(1, 1)
				d.Wheel(-2)
			}
		})
	}
}

// misfit says how a box does not fit its screen; empty when it does.
func misfit(box string, width, height int) string {
	if box == "" {
		return ""
	}
	plain := ansi.Strip(box)
	if strings.ContainsFunc(plain, func(r rune) bool { return r != '\n' && theme.Width(string(r)) == 0 }) {
		return "a character that does not print"
	}
	lines := strings.Split(plain, "\n")
	if len(lines) > height {
		return fmt.Sprintf("%d rows", len(lines))
	}
	for _, line := range lines {
		if n := theme.Width(line); n > width || n != theme.Width(lines[0]) {
			return fmt.Sprintf("a line of %d cells", n)
		}
	}
	return ""
}

func TestClicksBesideTheBoxChooseNothing(t *testing.T) {
	for name, d := range map[string]dialog.Dialog{"menu": menu(), "question": question()} {
		t.Run(name, func(t *testing.T) {
			d.SetSize(80, 24)
			lines := strings.Split(ansi.Strip(d.View()), "\n")
			width, last := ansi.StringWidth(lines[0]), 1
			for i, line := range lines {
				if strings.Contains(line, "unused") || strings.Contains(line, "quit when") {
					last = i
				}
			}
			for _, x := range []int{-30, -1, 0, width - 1, width, 200} {
				if got := d.Click(x, last); got != dialog.Open {
					t.Errorf("a click at %d of %d cells: %d", x, width, got)
				}
			}
			for _, x := range []int{1, width - 2} {
				if got := d.Click(x, last); got != dialog.Taken {
					t.Errorf("a click at %d of %d cells: %d", x, width, got)
				}
			}
		})
	}
}
