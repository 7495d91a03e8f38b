package ui_test

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
)

// What was taken in the filter or in the rule's prompt comes back with up, in
// both of them; the other panes have histories of their own.
func TestQueriesAreRemembered(t *testing.T) {
	t.Parallel()
	kept := make(chan []string, 8)
	opts := open(t, shop(t))
	opts.History = []string{"size>2GB"}
	opts.Remember = func(history []string) { kept <- history }
	p := newPerson(t, opts, 120, 30)
	p.settles()
	keeps := func(want ...string) {
		t.Helper()
		if got := <-kept; !slices.Equal(got, want) {
			t.Errorf("the history is %q, want %q", got, want)
		}
	}

	p.types("/dangling\n")
	keeps("dangling", "size>2GB")
	p.types("mq")
	p.waits("Mark by rule")
	p.presses(tea.KeyUp)
	p.waits("dangling")
	p.presses(tea.KeyUp)
	p.waits("size>2GB")
	p.presses(tea.KeyDown)
	p.presses(tea.KeyDown)
	p.types("unused\n")
	keeps("unused", "dangling", "size>2GB")

	p.types("2/web\n2/")
	p.presses(tea.KeyEscape)
	p.types("1/")
	p.presses(tea.KeyEscape)
	p.types("/")
	p.presses(tea.KeyUp)
	p.waits("unused")
	if strings.Contains(p.line("/"), "web") {
		t.Errorf("the filter of the containers is in the history of queries: %q", p.line("/"))
	}
	select {
	case got := <-kept:
		t.Errorf("a filter of words was kept: %q", got)
	default:
	}
}
