package dialog_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/vt"

	"jettison/keymap"
	"jettison/ui/dialog"
	"jettison/ui/theme"
)

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

// Beside a box the terminal shows the same as without it, styles included. Only the halves
// of wide characters that the box cuts are blank.
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

// The frames of a dialog on a large screen.
func BenchmarkOver(b *testing.B) {
	styles := theme.New(theme.Options{Dark: true})
	line := strings.Repeat(styles.Warn.Render("registry.local")+" "+styles.Dim.Render("3 months")+"  ", 8)
	screen := strings.TrimSuffix(strings.Repeat(line+"\n", 50), "\n")
	for name, d := range map[string]dialog.Dialog{
		"question": dialog.NewQuestion(styles, "A removal is under way", "12 of 40 steps are done.", dialog.Answer{Key: "s", Label: "stay"}),
		"help":     dialog.NewHelp(styles, keymap.Default(), keymap.InImages),
	} {
		b.Run(name, func(b *testing.B) {
			d.SetSize(200, 50)
			for b.Loop() {
				box := d.View()
				x, y := dialog.Place(box, 200, 50)
				_ = dialog.Over(screen, box, x, y)
			}
		})
	}
}
