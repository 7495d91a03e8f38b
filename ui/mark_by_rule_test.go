package ui_test

import (
	"testing"

	tea "charm.land/bubbletea/v2"
)

// The rules of the menu mark what the queries beside them say.
func TestRulesOfTheRow(t *testing.T) {
	t.Parallel()
	for keys, want := range map[string]string{
		"jms": "Marked 4 references by repo:app -tag:latest.",
		"jmr": "Marked 4 references by registry:docker.io.",
		"me":  "Marked 1 reference by tag~^(dev|test|staging)(-|$).",
		"md":  "Marked 1 reference by dangling.",
	} {
		p := newPerson(t, open(t, shop(t)), 120, 30)
		p.settles()
		p.types(keys)
		p.waits(want)
	}
}

// A row without a name is from no registry that could be told: which one is asked.
func TestTheRegistryIsAskedForWhereThereIsNone(t *testing.T) {
	t.Parallel()
	p := newPerson(t, open(t, shop(t)), 120, 30)
	p.settles()
	p.types("m")
	p.waits("registry…")
	p.waits("the row has no tag to name it by") // the other rules of the row
	p.types("r")
	p.types("docker.io")
	p.waits("marks 4 references")
	p.presses(tea.KeyEnter)
	p.waits("Marked 4 references by registry:docker.io.")
}
