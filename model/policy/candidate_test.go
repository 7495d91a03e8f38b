package policy_test

import (
	"slices"
	"testing"

	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/policy"
)

// The order is that of the last use: by a container, else by the last tag, else
// by the build. A use of a descendant counts, and ties go by name.
func TestOrder(t *testing.T) {
	t.Parallel()
	w := modeltest.New(1, now)
	add := func(created, tagged float64, tag string) *modeltest.Image {
		return w.Build(modeltest.Recipe{
			Add: []modeltest.Instruction{modeltest.Run(tag, mb)}, Tags: []string{tag}, Created: ago(created), Tagged: ago(tagged),
		})
	}
	add(90, 5, "tagged-late:1")
	add(30, 20, "b:1")
	add(40, 20, "a:1")
	ran := add(80, 80, "ran:1")
	w.Run(modeltest.Start{Image: ran, Name: "ran", State: model.StateExited, Since: 10 * day})
	parent := add(70, 70, "parent:1")
	w.Build(modeltest.Recipe{
		From: parent, Classic: true, Created: ago(15), Tags: []string{"child:1"},
		Add: []modeltest.Instruction{modeltest.Run("one", mb), modeltest.Run("two", mb)},
	})
	base := add(100, 100, "base:1")
	build(w, base, 18, mb, "on-base:1")
	untagged := w.Build(modeltest.Recipe{Add: []modeltest.Instruction{modeltest.Run("untagged", mb)}, Created: ago(25)})
	p := &policy.Policy{Remove: queries(t, ""), StoppedOlderThan: day}
	want := []string{untagged.ID.Short(), "a:1", "b:1", "on-base:1", "base:1", "child:1", "parent:1", "ran:1", "tagged-late:1"}
	if got := names(p.Select(env(w.Inventory())).Remove); !slices.Equal(got, want) {
		t.Errorf("order\n%q, want\n%q", got, want)
	}
}
