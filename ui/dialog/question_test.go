package dialog_test

import (
	"testing"

	"jettison/keymap"
	"jettison/ui/dialog"
)

func TestEnterTakesTheFirstAnswer(t *testing.T) {
	q := question()
	q.SetSize(80, 24)
	if got := q.Press("enter", keymap.Confirm); got != dialog.Taken || q.Choice() != 0 {
		t.Errorf("enter: %d, answer %d", got, q.Choice())
	}
	if got := q.Press("w", ""); got != dialog.Taken || q.Choice() != 1 {
		t.Errorf("w: %d, answer %d", got, q.Choice())
	}
}
