package terminal

import (
	"testing"

	"jettison/keymap"
)

func TestSequence(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]string{
		"j": "j", "ж": "ж", "enter": "\r", "esc": "\x1b", "space": " ", "ctrl+c": "\x03", "ctrl+z": "\x1a", "down": "\x1b[B", "shift+tab": "\x1b[Z",
	} {
		if got, err := Sequence(key); got != want || err != nil {
			t.Errorf("%s: %q, %v", key, got, err)
		}
	}
	for _, key := range []string{"", "nonsense", "ctrl+", "ctrl+1"} {
		if got, err := Sequence(key); err == nil {
			t.Errorf("%q is sent as %q", key, got)
		}
	}
}

// Every default key can be pressed.
func TestSequenceOfEveryKey(t *testing.T) {
	t.Parallel()
	keys := keymap.Default()
	for context := keymap.Everywhere; context <= keymap.InInput; context++ {
		for _, group := range keys.Help(context) {
			for _, entry := range group.Entries {
				for _, key := range keys.Keys(context, entry.Action) {
					if _, err := Sequence(key); err != nil {
						t.Errorf("%s: %v", entry.Action, err)
					}
				}
			}
		}
	}
}
