package dialog_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"jettison/keymap"
	"jettison/ui/dialog"
	"jettison/ui/theme"
)

// hostile are dialogs full of wide characters, and of what a terminal obeys
// where they take text that may hold it.
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

// misfit says how a box breaks its screen; empty when it does not.
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

// What a terminal shows beside a box is what it showed without the box, looks
// included; only the halves of wide characters that the box cut are blank.
func TestOverChangesNothingBesideTheBox(t *testing.T) {
	const columns = 24
	screen := strings.Join([]string{
		"\x1b[7mab\x1b[m\x1b[48;2;1;2;3m日本語\x1b[1mdef\x1b[m tail日本",
		"plain 日本語 and 日本語 on",
		"\x1b[4m" + strings.Repeat("日", 12) + "\x1b[m",
		"short",
	}, "\n")
	box := "\x1b[31m┌──┐\x1b[m\n│日│\n│ab│\n└──┘"
	before := show(t, screen, columns, 4)
	for x := range columns - 3 {
		after := show(t, dialog.Over(screen, box, x, 0), columns, 4)
		for row := range 4 {
			for col := range columns {
				if col >= x && col < x+4 {
					continue
				}
				was, is := before.CellAt(col, row), after.CellAt(col, row)
				cut := is.Content == " " && was.Content != " " && (col == x-1 || col == x+4)
				if !cut && (was.Content != is.Content || !was.Style.Equal(&is.Style)) {
					t.Errorf("box at %d: cell %d,%d was %q %v, is %q %v", x, col, row, was.Content, was.Style, is.Content, is.Style)
				}
			}
		}
	}
}

func show(t *testing.T, screen string, width, height int) *vt.Emulator {
	t.Helper()
	terminal := vt.NewEmulator(width, height)
	if _, err := terminal.WriteString(strings.ReplaceAll(screen, "\n", "\r\n")); err != nil {
		t.Fatal(err)
	}
	return terminal
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

func TestHelpKeepsGroupsWhole(t *testing.T) {
	for _, width := range []int{80, 140, 200, 300} {
		h := dialog.NewHelp(plainStyles(), keymap.Default(), keymap.InImages)
		h.SetSize(width, 100)
		lines := strings.Split(ansi.Strip(h.View()), "\n")
		for _, group := range keymap.Default().Help(keymap.InImages) {
			row, col := find(lines, group.Title+" ")
			first, at := find(lines, " "+group.Entries[0].Keys[0]+" ")
			if row < 0 || first != row+1 || at != col {
				t.Errorf("%d cells: %s is at %d,%d and its first key at %d,%d", width, group.Title, row, col, first, at)
			}
		}
		if got := h.Press("?", keymap.Help); got != dialog.Closed {
			t.Errorf("the key that opens the help does not close it: %d", got)
		}
	}
}

// find is the row and column in cells of a text, -1 when it is not there. Rows
// come before columns.
func find(lines []string, text string) (row, col int) {
	for i, line := range lines[1:] {
		if before, _, ok := strings.Cut(line, text); ok {
			return i + 1, ansi.StringWidth(before)
		}
	}
	return -1, -1
}
