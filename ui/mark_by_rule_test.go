package ui_test

import (
	"testing"

	"jettison/keymap"
	"jettison/ui/uitest"
)

// The rules of the menu mark what the queries beside them say.
func TestRulesOfTheRow(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		inputs []uitest.Input
		want   string
	}{
		{[]uitest.Input{keymap.Down, keymap.MarkByRule, "s"}, "Marked 4 references by repo:app -tag:latest."},
		{[]uitest.Input{keymap.Down, keymap.MarkByRule, "r"}, "Marked 4 references by registry:docker.io."},
		{[]uitest.Input{keymap.MarkByRule, "e"}, "Marked 1 reference by tag~^(dev|test|staging)(-|$)."},
		{[]uitest.Input{keymap.MarkByRule, "d"}, "Marked 1 reference by dangling."},
	} {
		p := newJourney(t, open(t, shop(t)), 120, 30)
		p.settles()
		p.Do(test.inputs...)
		p.Sees(test.want)
	}
}

// A row without a name is from no registry that could be told: which one is asked.
func TestALocalImagePromptsForTheRegistry(t *testing.T) {
	t.Parallel()
	p := newJourney(t, open(t, shop(t)), 120, 30)
	p.settles()
	p.Do(keymap.MarkByRule)
	p.Sees("registry…")
	p.Sees("the row has no tag to name it by") // the other rules of the row
	p.Do("r")
	p.Do("docker.io")
	p.Sees("marks 4 references")
	p.Do(keymap.Confirm)
	p.Sees("Marked 4 references by registry:docker.io.")
}
