package keymap

import (
	"slices"
	"strings"
	"testing"
)

func TestDefaultsHaveNoConflicts(t *testing.T) {
	m := Default()
	if err := m.conflict(nil); err != nil {
		t.Error(err)
	}
	for _, b := range m.bindings {
		for _, key := range b.keys {
			if err := checkKey(key); err != nil {
				t.Errorf("%s: %v", b.action, err)
			}
		}
	}
}

func TestActionsAreBoundOncePerContext(t *testing.T) {
	type place struct {
		action Action
		ctx    Context
	}
	seen := map[place]bool{}
	for _, b := range bindings() {
		for _, ctx := range b.contexts {
			if p := (place{b.action, ctx}); seen[p] {
				t.Errorf("%s is bound twice (%s)", b.action, ctx)
			} else {
				seen[p] = true
			}
		}
	}
}

func TestEveryBindingHasTexts(t *testing.T) {
	for _, b := range bindings() {
		if b.label == "" || len(b.label) > 20 {
			t.Errorf("%s: the label %q must be one or two words", b.action, b.label)
		}
		if b.text == "" || strings.HasSuffix(b.text, ".") || strings.ToLower(b.text[:1]) != b.text[:1] {
			t.Errorf("%s: the text %q must be a sentence as the help writes them", b.action, b.text)
		}
		if !slices.Contains(groups(), b.group) {
			t.Errorf("%s: unknown group %q", b.action, b.group)
		}
		if len(b.contexts) == 0 || len(b.keys) == 0 {
			t.Errorf("%s: no contexts or no keys", b.action)
		}
	}
}
