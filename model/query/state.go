package query

import (
	"fmt"
	"slices"

	"jettison/model"
)

// stateOf is a state that a thing of one kind is in or not. Everything that the
// language knows about a state of a kind stands in its entry of the table.
type stateOf[T any] struct {
	stateEntry
	judge stateJudge[T]
}

// stateEntry is all of a stateOf but how it judges things.
type stateEntry struct {
	name string
	kind model.Kind // whose things may be in the state
	stateInfo
}

// stateInfo is what people read of a state. Nothing may be left out:
// TestStatesAreWhole fails for such an entry.
type stateInfo struct {
	// fact must be loaded before the state is known; the one that lists the things
	// if the list is enough.
	fact  model.Fact
	about string // a few words for completion
	page  string // the cell of docs/query.md, after "of an image that"
}

// newState returns an entry of a table.
func newState[T any](name string, judge stateJudge[T], info stateInfo) stateOf[T] {
	return stateOf[T]{stateEntry{name: name, stateInfo: info}, judge}
}

// mustState checks that a state which code names is in the table of some kind.
func mustState(name string) string {
	if kindsWithState(name) == 0 {
		panic(fmt.Sprintf("query: no state %q", name))
	}
	return name
}

// kindsWithState returns the kinds whose things may be in a state.
func kindsWithState(name string) kindSet {
	var kinds kindSet
	for _, s := range states(everyKind()) {
		if s.name == name {
			kinds |= kindsOf(s.kind)
		}
	}
	return kinds
}

// stateNames returns the names of the states of kinds, each once.
func stateNames(kinds kindSet) []string {
	var names []string
	for _, s := range states(kinds) {
		if !slices.Contains(names, s.name) {
			names = append(names, s.name)
		}
	}
	return names
}

// stateJudge judges whether things are in a state.
type stateJudge[T any] interface {
	judge(c *compiler) compiled[T]
}

type (
	// thingState is a state of each thing by itself.
	thingState[T any] func(T) bool
	// thingKeyState is a state that the environment knows by the identity of a thing.
	thingKeyState[T model.Thing] func(Env) func(model.Key) bool
	// imageState is a state that all references of an image share.
	imageState func(*model.Image) bool
	// engineState is a state of images that depends on the engine.
	engineState func(*model.Inventory) func(*model.Image) bool
	// keyState is a state that the environment knows by the identity of a row.
	keyState func(Env) func(model.Key) bool
)

func (is thingState[T]) judge(*compiler) compiled[T] {
	return compiled[T]{func(of T) truth { return truthOf(is(of)) }, costNumber}
}

func (in thingKeyState[T]) judge(c *compiler) compiled[T] {
	is := in(c.env)
	return compiled[T]{func(of T) truth { return truthOf(is(model.Key{Target: of.Target()})) }, costLookup}
}

func (is imageState) judge(*compiler) compiled[*model.Row] {
	return compiled[*model.Row]{func(row *model.Row) truth { return truthOf(is(row.Image)) }, costNumber}
}

func (in engineState) judge(c *compiler) compiled[*model.Row] {
	is := in(c.env.Inventory)
	return compiled[*model.Row]{func(row *model.Row) truth { return truthOf(is(row.Image)) }, costNumber}
}

func (in keyState) judge(c *compiler) compiled[*model.Row] {
	is := in(c.env)
	return compiled[*model.Row]{func(row *model.Row) truth { return truthOf(is(row.Key())) }, costLookup}
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
