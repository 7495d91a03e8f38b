package query

import (
	"fmt"

	"jettison/model"
)

// stateEntry is a state that a row is in or not. Everything that the language
// knows about a state stands in its entry of the table. Nothing may be left out:
// TestStatesAreWhole fails for such an entry.
type stateEntry struct {
	name  string
	judge stateJudge
	// fact must be loaded before the state is known; FactImages if the image
	// list is enough.
	fact  model.Fact
	about string // a few words for completion
	page  string // the cell of docs/query.md, after "of an image that"
}

func stateNamed(name string) (stateEntry, bool) {
	for _, s := range states() {
		if s.name == name {
			return s, true
		}
	}
	return stateEntry{}, false
}

// mustState returns a state that has to be in the table: one that was parsed, or
// one that code names.
func mustState(name string) stateEntry {
	s, ok := stateNamed(name)
	if !ok {
		panic(fmt.Sprintf("query: no state %q", name))
	}
	return s
}

func isState(name string) bool {
	_, ok := stateNamed(name)
	return ok
}

// stateJudge judges whether rows are in a state.
type stateJudge interface {
	judge(c *compiler) compiled
}

type (
	// imageState is a state that all references of an image share.
	imageState func(*model.Image) bool
	// engineState is a state of images that depends on the engine.
	engineState func(*model.Inventory) func(*model.Image) bool
	// keyState is a state that the environment knows by the identity of a row.
	keyState func(Env) func(model.Key) bool
)

func (is imageState) judge(*compiler) compiled {
	return compiled{func(row *model.Row) truth { return truthOf(is(row.Image)) }, costNumber}
}

func (in engineState) judge(c *compiler) compiled {
	is := in(c.env.Inventory)
	return compiled{func(row *model.Row) truth { return truthOf(is(row.Image)) }, costNumber}
}

func (in keyState) judge(c *compiler) compiled {
	is := in(c.env)
	return compiled{func(row *model.Row) truth { return truthOf(is(row.Key())) }, costLookup}
}

func danglingIn(inv *model.Inventory) func(*model.Image) bool { return inv.Dangling }

func isPullable(image *model.Image) bool { return len(image.Digests) > 0 }

func isLocal(image *model.Image) bool { return len(image.Digests) == 0 }

func pinnedIn(env Env) func(model.Key) bool {
	return func(key model.Key) bool {
		_, is := env.Inventory.Pin(key)
		return is
	}
}

func markedIn(env Env) func(model.Key) bool {
	if env.Marked == nil {
		return func(model.Key) bool { return false }
	}
	return env.Marked
}
