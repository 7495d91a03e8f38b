package ui_test

import (
	"strings"
	"testing"

	"jettison/keymap"
)

// hints is the line of the next keys.

func (p *journey) hints() string {
	lines := strings.Split(p.Text(), "\n")
	return lines[len(lines)-1]
}

// Where no row is shown, no key is offered that is about rows.

func TestHintsOfAnEmptyPane(t *testing.T) {
	t.Parallel()
	p := newJourney(t, open(t, small(t, "aa:1", "bb:1")), 80, 24)
	p.Sees("2 of 2")
	p.settles()
	check := func(when, want string, not ...string) {
		t.Helper()
		got := p.hints()
		for _, word := range not {
			if strings.Contains(got, word) {
				t.Errorf("%s: %q offers %s", when, got, word)
			}
		}
		if !strings.Contains(got, want) {
			t.Errorf("%s: %q does not offer %s", when, got, want)
		}
	}
	check("with rows", "space mark")
	p.Do(keymap.Filter, "repo:none", keymap.Confirm)
	p.Sees("0 of 2")
	check("filtered", "/ filter", "mark", "plan", "sort")
	p.Do(keymap.Back)
	p.Sees("2 of 2")
	p.Do(keymap.Mark)
	p.Do(keymap.Filter, "repo:none", keymap.Confirm)
	check("filtered and marked", "d plan", "space mark", "sort")
	p.Do(keymap.Back)
	p.Do(keymap.Pane(2))
	p.Sees("0 of 0")
	check("no containers", "r refresh", "enter", "filter", "sort")
	p.Do(keymap.Recovery)
	p.Sees("There is no place for a journal")
	check("no removals", "r refresh", "enter", "copy")
}
