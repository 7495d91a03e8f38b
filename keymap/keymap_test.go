package keymap

import (
	"slices"
	"strings"
	"testing"
)

func TestResolve(t *testing.T) {
	tests := []struct {
		ctx  Context
		key  string
		want Action
	}{
		{Everywhere, "j", Down},
		{InImages, "j", Down},
		{InImages, "space", Mark},
		{InImages, "d", Plan},
		{InStart, "d", Demo},
		{InContainers, "space", ""},
		{InDisk, "space", ""},
		{InDisk, "t", ViewMode},
		{InTreemap, "t", ViewMode},
		{InTreemap, "space", Mark},
		{InTreemap, "d", Plan},
		{InTreemap, "s", ""},
		{InPlan, "c", RemoveStopped},
		{InPlan, "C", StopRemove},
		{InPlan, "enter", Confirm},
		{InPlan, "x", Skip},
		{InJob, "x", Dismiss},
		{InPlan, "esc", Back},
		{InImages, "z", Recovery},
		{InJob, "z", Recovery},
		{InRestore, "z", Recovery},
		{InPlan, "z", ""},
		{InStart, "z", ""},
		{InRecovery, "enter", Confirm},
		{InRecovery, "space", ""},
		{InRestore, "space", Mark},
		{InDialog, "q", Back},
		{InDialog, "x", ""},
		{InDialog, "r", ""},
		{InInput, "j", ""},
		{InInput, "q", ""},
		{InInput, "down", Down},
		{InInput, "ctrl+c", Quit},
		{InDialog, "ctrl+c", Quit},
		{contextCount, "j", ""},
	}
	m := Default()
	for _, tt := range tests {
		if got, ok := m.Resolve(tt.ctx, tt.key); got != tt.want || ok != (tt.want != "") {
			t.Errorf("Resolve(%s, %q) = %q, %v; want %q", tt.ctx, tt.key, got, ok, tt.want)
		}
	}
}

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
	if _, _, ok := m.Hint(InContainers, Mark); ok {
		t.Error("containers can't be marked")
	}
}

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

func TestKeysWithPlus(t *testing.T) {
	m := Default()
	if err := m.Override(map[string][]string{"plan": {"+", "ctrl++"}}); err != nil {
		t.Fatal(err)
	}
	if got := Symbol("ctrl++"); got != "ctrl++" {
		t.Errorf("got %q", got)
	}
}
