package dialog_test

import (
	"testing"

	"jettison/keymap"
	"jettison/ui/dialog"
)

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
