package uitest

import (
	"testing"

	tea "charm.land/bubbletea/v2"

	"jettison/keymap"
)

// Every action has one key that means it wherever it can be asked for.
func TestKeyForEveryAction(t *testing.T) {
	t.Parallel()
	keys := keymap.Default()
	for context := keymap.Everywhere; context <= keymap.InInput; context++ {
		for _, group := range keys.Help(context) {
			for _, entry := range group.Entries {
				key, err := KeyFor(keys, entry.Action)
				if err != nil {
					t.Error(err)
					continue
				}
				if got, ok := keys.Resolve(context, key); !ok || got != entry.Action {
					t.Errorf("%s: %q means %q, want %q", context, key, got, entry.Action)
				}
				message, err := keyMessage(key)
				if err != nil || message.String() != key {
					t.Errorf("%q is sent as %q (%v)", key, message, err)
				}
			}
		}
	}
}

func TestKeyForFollowsTheMap(t *testing.T) {
	t.Parallel()
	keys := keymap.Default()
	if err := keys.Override(map[string][]string{"confirm": {"ж"}, "plan": {}}); err != nil {
		t.Fatal(err)
	}
	if key, err := KeyFor(keys, keymap.Confirm); key != "ж" || err != nil {
		t.Errorf("confirm: %q, %v", key, err)
	}
	if key, err := KeyIn(keys, keymap.InInput, keymap.Confirm); key != "enter" || err != nil {
		t.Errorf("confirm in a line: %q, %v", key, err)
	}
	if key, err := KeyFor(keys, keymap.Plan); err == nil {
		t.Errorf("plan has no key, but got %q", key)
	}
	if key, err := KeyIn(keys, keymap.InTrends, keymap.Mark); err == nil {
		t.Errorf("trends can't be marked, but got %q", key)
	}
}

func TestKeyMessage(t *testing.T) {
	t.Parallel()
	for key, want := range map[string]tea.KeyPressMsg{
		"j": {Code: 'j', Text: "j"}, "G": {Code: 'G', Text: "G"}, "ж": {Code: 'ж', Text: "ж"}, "space": {Code: ' ', Text: " "},
		"+": {Code: '+', Text: "+"}, "ctrl+d": {Code: 'd', Mod: tea.ModCtrl}, "shift+tab": {Code: tea.KeyTab, Mod: tea.ModShift},
	} {
		if got, err := keyMessage(key); got != want || err != nil {
			t.Errorf("%q: %#v, %v", key, got, err)
		}
	}
	for _, key := range []string{"", "nonsense", "ctrl+"} {
		if got, err := keyMessage(key); err == nil {
			t.Errorf("%q is taken for %#v", key, got)
		}
	}
}
