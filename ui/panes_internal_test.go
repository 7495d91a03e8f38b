package ui

import (
	"context"
	"testing"

	"jettison/keymap"
)

// The number keys, whose words the keymap has, lead to the panes in their order.
func TestNumberKeysLeadToTheirPanes(t *testing.T) {
	m := New(context.Background(), Options{})
	for at := range m.panes {
		key, label, ok := m.opts.Keys.Hint(keymap.Everywhere, keymap.Pane(at+1))
		if want := m.panes[at].Context().String(); !ok || label != want {
			t.Errorf("tab %d: the key %q leads to %q by its label, and to %q in fact", at+1, key, label, want)
		}
	}
	if _, _, ok := m.opts.Keys.Hint(keymap.Everywhere, keymap.Pane(len(m.panes)+1)); ok {
		t.Error("a number key leads to no pane")
	}
}
