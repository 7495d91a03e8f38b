package query

import (
	"testing"

	"jettison/model"
)

// Every state has all that the language needs.
func TestStatesAreWhole(t *testing.T) {
	t.Parallel()
	inv := fuzzInventory()
	for _, s := range states() {
		if s.name == "" || s.judge == nil || s.fact == model.FactEngine || s.about == "" || s.page == "" {
			t.Errorf("the entry of %q lacks something", s.name)
			continue
		}
		q, err := Parse(s.name)
		if err != nil {
			t.Error(err)
			continue
		}
		if _, is := q.root.(state); !is {
			t.Errorf("%s is read as %#v", s.name, q.root)
		}
		q.Compile(Env{Now: inv.Taken, Inventory: inv})
	}
}
