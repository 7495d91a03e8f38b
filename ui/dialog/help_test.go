package dialog_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"jettison/keymap"
	"jettison/ui/dialog"
)

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

// find returns the row and the column in cells of a text; -1 without it. Rows
// come before columns.
func find(lines []string, text string) (row, col int) {
	for i, line := range lines[1:] {
		if before, _, ok := strings.Cut(line, text); ok {
			return i + 1, ansi.StringWidth(before)
		}
	}
	return -1, -1
}
