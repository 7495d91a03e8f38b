package ui_test

import (
	"strings"
	"testing"
)

// hints is the line of the next keys.
func (p *person) hints() string {
	lines := strings.Split(p.sees(), "\n")
	return lines[len(lines)-1]
}

// Where no row is shown, no key is offered that is about rows.
func TestHintsOfAnEmptyPane(t *testing.T) {
	t.Parallel()
	p := newPerson(t, open(t, small(t, "aa:1", "bb:1")), 80, 24)
	p.waits("2 of 2")
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
	p.types("/repo:none\n")
	p.waits("0 of 2")
	check("filtered", "/ filter", "mark", "plan", "sort")
	p.types("\x1b")
	p.waits("2 of 2")
	p.types(" ")
	p.types("/repo:none\n")
	check("filtered and marked", "d plan", "space mark", "sort")
	p.types("\x1b")
	p.types("2")
	p.waits("0 of 0")
	check("no containers", "r refresh", "enter", "filter", "sort")
	p.types("z")
	p.waits("There is no place for a journal")
	check("no removals", "r refresh", "enter", "copy")
}
