package keymap

import (
	"slices"
	"strings"
	"testing"
)

func TestOverride(t *testing.T) {
	m := Default()
	err := m.Override(map[string][]string{"plan": {"ctrl+r", "delete"}, "mark": {}, "down": {"n"}, "quit": {"Q"}})
	if err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		ctx  Context
		key  string
		want Action
	}{
		{InImages, "ctrl+r", Plan},
		{InImages, "delete", Plan},
		{InImages, "d", ""},
		{InImages, "space", ""},
		{InDialog, "n", Down},
		{InInput, "n", ""},
		{InInput, "down", Down},
		{InImages, "Q", Quit},
		{InImages, "q", ""},
		{InImages, "ctrl+c", Quit},
	} {
		if got, _ := m.Resolve(tt.ctx, tt.key); got != tt.want {
			t.Errorf("Resolve(%s, %q) = %q; want %q", tt.ctx, tt.key, got, tt.want)
		}
	}
	if keys := m.Keys(InImages, Plan); !slices.Equal(keys, []string{"ctrl+r", "delete"}) {
		t.Errorf("keys of plan: %v", keys)
	}
	if got, _ := Default().Resolve(InImages, "d"); got != Plan {
		t.Error("an override reached the defaults")
	}
}

func TestOverrideErrors(t *testing.T) {
	tests := []struct {
		name string
		keys map[string][]string
		want []string
	}{
		{"unknown action", map[string][]string{"fly": {"x"}}, []string{`"fly"`, "mark-all"}},
		{"other spelling", map[string][]string{"Mark_All": {"x"}}, []string{`did you mean "mark-all"?`}},
		{"same context", map[string][]string{"plan": {"space"}}, []string{`"space"`, `"plan"`, `"mark"`, "images"}},
		{"hides a key of everywhere", map[string][]string{"mark": {"j"}}, []string{`"j"`, `"mark"`, `"down"`, "everywhere"}},
		{"hidden by a context", map[string][]string{"refresh": {"space"}}, []string{`"space"`, `"refresh"`, `"mark"`, "images"}},
		{"interrupt", map[string][]string{"plan": {"ctrl+c"}}, []string{"always quits"}},
		{"space", map[string][]string{"plan": {" "}}, []string{`written "space"`}},
		{"shifted letter", map[string][]string{"plan": {"shift+d"}}, []string{`written "D"`}},
		{"modifier", map[string][]string{"plan": {"Ctrl+d"}}, []string{`modifier "Ctrl"`}},
		{"order", map[string][]string{"plan": {"shift+ctrl+f1"}}, []string{"out of order"}},
		{"name", map[string][]string{"plan": {"escape"}}, []string{`"escape" is no key`}},
		{"empty", map[string][]string{"plan": {""}}, []string{"is no key"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			m := Default()
			err := m.Override(tt.keys)
			if err == nil {
				t.Fatal("no error")
			}
			for _, want := range tt.want {
				if !strings.Contains(err.Error(), want) {
					t.Errorf("%q lacks %q", err, want)
				}
			}
			if got, _ := m.Resolve(InImages, "d"); got != Plan {
				t.Error("a refused override changed the map")
			}
		})
	}
}
