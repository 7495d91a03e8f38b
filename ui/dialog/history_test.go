package dialog_test

import (
	"fmt"
	"slices"
	"testing"

	tea "charm.land/bubbletea/v2"

	"jettison/ui/dialog"
)

func TestHistoryHasNoDuplicates(t *testing.T) {
	t.Parallel()
	h := dialog.NewHistory([]string{"b", "a", "b"})
	for _, tt := range []struct {
		entry string
		added bool
		want  []string
	}{
		{"b", false, []string{"b", "a"}},
		{"", false, []string{"b", "a"}},
		{"c", true, []string{"c", "b", "a"}},
		{"a", true, []string{"a", "c", "b"}},
	} {
		if added := h.Add(tt.entry); added != tt.added || !slices.Equal(h.Entries(), tt.want) {
			t.Errorf("after %q (added: %v) it is %q, want %q", tt.entry, added, h.Entries(), tt.want)
		}
	}
	for i := range 80 {
		h.Add(fmt.Sprint("entry ", i))
	}
	if entries := h.Entries(); len(entries) != 50 || entries[0] != "entry 79" {
		t.Errorf("it has %d entries and begins with %q", len(entries), entries[0])
	}
}

func TestUpAndDownGoThroughTheHistory(t *testing.T) {
	t.Parallel()
	type step struct {
		rows int
		want string
	}
	completions := func(string, int) []dialog.Candidate {
		return []dialog.Candidate{{Text: "one", Apply: func() (string, int) { return "one", 3 }}, {Text: "two", Apply: func() (string, int) { return "two", 3 }}}
	}
	for name, tt := range map[string]struct {
		typed      string
		candidates func(string, int) []dialog.Candidate
		steps      []step
	}{
		"an empty line": {"", completions, []step{{-1, "new"}, {-1, "old"}, {-1, "old"}, {1, "new"}, {1, ""}, {1, ""}}},
		"no candidates": {"draft", nil, []step{{1, "draft"}, {-1, "new"}, {1, "draft"}}},
		"candidates":    {"draft", completions, []step{{-1, "draft"}, {1, "draft"}}},
	} {
		line := dialog.NewLine(tt.candidates, dialog.NewHistory([]string{"new", "old"}))
		line.Open(tt.typed)
		before := tt.typed
		for i, s := range tt.steps {
			changed := line.Move(s.rows)
			if line.Value() != s.want || changed != (before != s.want) {
				t.Errorf("%s: after step %d it is %q (changed: %v), want %q", name, i, line.Value(), changed, s.want)
			}
			before = s.want
		}
	}
	// An edited entry is a new line, from which up starts again.
	line := dialog.NewLine(nil, dialog.NewHistory([]string{"new", "old"}))
	line.Open("")
	line.Move(-1)
	line.Move(-1)
	line.Edit(tea.KeyPressMsg{Code: 'x', Text: "x"})
	line.Move(-1)
	if line.Value() != "new" {
		t.Errorf("it is %q", line.Value())
	}
	if line.Move(1); line.Value() != "oldx" {
		t.Errorf("what was edited is %q", line.Value())
	}
}
