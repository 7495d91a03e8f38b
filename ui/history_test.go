package ui_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"jettison/keymap"
	"jettison/ui"
)

// What was taken in the filter or in the rule's prompt comes back with up, in
// both of them; the other panes have histories of their own.
func TestQueriesAreRemembered(t *testing.T) {
	t.Parallel()
	kept := make(chan []string, 8)
	opts := open(t, shop(t))
	opts.History = []string{"size>2GB"}
	opts.Remember = func(history []string) { kept <- history }
	p := newJourney(t, opts, 120, 30)
	p.settles()
	keeps := func(want ...string) {
		t.Helper()
		if got := <-kept; !slices.Equal(got, want) {
			t.Errorf("the history is %q, want %q", got, want)
		}
	}

	p.Do(keymap.Filter, "dangling", keymap.Confirm)
	keeps("dangling", "size>2GB")
	p.Do(keymap.MarkByRule, "q")
	p.Sees("Mark by rule")
	p.Do(keymap.Up)
	p.Sees("dangling")
	p.Do(keymap.Up)
	p.Sees("size>2GB")
	p.Do(keymap.Down)
	p.Do(keymap.Down)
	p.Do("unused", keymap.Confirm)
	keeps("unused", "dangling", "size>2GB")

	p.Do(keymap.Pane(2), keymap.Filter, "web", keymap.Confirm, keymap.Pane(2), keymap.Filter)
	p.Do(keymap.Back)
	p.Do(keymap.Pane(1), keymap.Filter)
	p.Do(keymap.Back)
	p.Do(keymap.Filter)
	p.Do(keymap.Up)
	p.Sees("unused")
	if strings.Contains(p.line("/"), "web") {
		t.Errorf("the filter of the containers is in the history of queries: %q", p.line("/"))
	}
	select {
	case got := <-kept:
		t.Errorf("a filter of words was kept: %q", got)
	default:
	}
}

// does runs a command and those that it stands for, here and now.
func does(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	if batch, ok := cmd().(tea.BatchMsg); ok {
		for _, inner := range batch {
			does(inner)
		}
	}
}

// Commands may run in any order; what is kept last is the newest all the same.
func TestAnOlderHistoryNeverReplacesANewerOne(t *testing.T) {
	t.Parallel()
	var kept [][]string
	opts := open(t, shop(t))
	opts.Remember = func(history []string) { kept = append(kept, history) }
	p := newJourney(t, opts, 120, 30)
	p.settles()
	takes := func(text string) (cmd tea.Cmd) {
		p.Do(keymap.Filter, text)
		cmd = p.Model.Update(p.Message(keymap.Confirm))
		return cmd
	}
	first := takes("dangling")
	second := takes(" or unused")
	does(second)
	does(first)
	if want := []string{"dangling or unused", "dangling"}; len(kept) == 0 || !slices.Equal(kept[len(kept)-1], want) {
		t.Errorf("kept were %q, want %q at last", kept, want)
	}
}

// What is asked of the demo is remembered until it is closed, also of the one that
// opens when there is no engine.
func TestTheDemoKeepsNoHistory(t *testing.T) {
	t.Parallel()
	opts := ui.Options{
		Connect:  func(context.Context) (ui.Session, error) { return nil, context.Canceled },
		Demo:     open(t, shop(t)).Connect,
		Remember: func(history []string) { t.Errorf("kept %q", history) },
	}
	p := newJourney(t, opts, 120, 30)
	p.Sees("No engine")
	p.Do(keymap.Demo)
	p.settles()
	var cmd tea.Cmd
	p.Do(keymap.Filter, "dangling")
	cmd = p.Model.Update(p.Message(keymap.Confirm))
	does(cmd)
	p.Do(keymap.MarkByRule, "q")
	p.Do(keymap.Up)
	p.Sees("marks 1 reference")
}
