package query_test

import (
	"testing"

	"jettison/model"
	"jettison/model/query"
)

func TestUnknownContainers(t *testing.T) {
	env := query.Env{
		Now: now(), Inventory: world(),
		Known: func(fact model.Fact) bool { return fact != model.FactContainers },
	}
	for _, text := range []string{"used", "unused", "-used", "-unused", "running", "-stopped", "used>1s", "used<9y"} {
		if got := matched(parse(t, text), env); got != nil {
			t.Errorf("%s matches %q before the containers are known", text, got)
		}
	}
}
