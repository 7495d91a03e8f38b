package keymap

import (
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
		{InContainers, "space", Mark},
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

func TestKeysWithPlus(t *testing.T) {
	m := Default()
	if err := m.Override(map[string][]string{"plan": {"+", "ctrl++"}}); err != nil {
		t.Fatal(err)
	}
	if got := Symbol("ctrl++"); got != "ctrl++" {
		t.Errorf("got %q", got)
	}
}
