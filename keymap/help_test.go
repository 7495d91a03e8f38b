package keymap

import (
	"strings"
	"testing"
)

func TestHelpListsWhatResolves(t *testing.T) {
	m := Default()
	for ctx := range contextCount {
		listed := map[Action]bool{}
		for _, group := range m.Help(ctx) {
			for _, e := range group.Entries {
				if listed[e.Action] {
					t.Errorf("%s: %s is listed twice", ctx, e.Action)
				}
				listed[e.Action] = true
			}
		}
		for _, b := range m.bindings {
			for _, key := range b.keys {
				if action, ok := m.Resolve(ctx, key); ok && key != interrupt && !listed[action] {
					t.Errorf("%s: %q means %s, which the help lacks", ctx, key, action)
				}
			}
		}
	}
}

func TestHelpUsesTheContextsText(t *testing.T) {
	for _, group := range Default().Help(InContainers) {
		for _, e := range group.Entries {
			if e.Action == Details && !strings.Contains(e.Text, "holds down") {
				t.Errorf("details of containers: %q", e.Text)
			}
		}
	}
}

func TestHint(t *testing.T) {
	m := Default()
	if key, label, ok := m.Hint(InInput, Down); !ok || key != "↓" || label != "down" {
		t.Errorf("got %q, %q, %v", key, label, ok)
	}
	if _, _, ok := m.Hint(InTrends, Mark); ok {
		t.Error("trends can't be marked")
	}
}
