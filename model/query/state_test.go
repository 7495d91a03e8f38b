package query

import (
	"testing"

	"jettison/model"
)

// Every state has all that the language needs.
func TestStatesAreWhole(t *testing.T) {
	t.Parallel()
	inv := fuzzInventory()
	for _, s := range states(everyKind()) {
		if s.name == "" || s.fact == model.FactEngine || s.about == "" || s.page == "" {
			t.Errorf("the entry of %q lacks something", s.name)
			continue
		}
		q, err := ParseOf(s.kind, s.name)
		if err != nil {
			t.Error(err)
			continue
		}
		if _, is := q.root.(state); !is {
			t.Errorf("%s of %s is read as %#v", s.name, thingsOf(s.kind), q.root)
		}
		if got := judging(q.Compile(Env{Now: inv.Taken, Inventory: inv})); got != kindsOf(s.kind) {
			t.Errorf("%s of %s judges %b", s.name, thingsOf(s.kind), got)
		}
	}
}
