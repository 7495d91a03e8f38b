package dialog_test

import (
	"strings"
	"testing"

	"jettison/keymap"
)

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
