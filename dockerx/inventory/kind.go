package inventory

import (
	"context"
	"slices"
	"time"

	"jettison/model"
)

// kind is what differs between the kinds of things in the events that touch them.
type kind interface {
	// events are the type and the actions of the engine's events that touch things of
	// the kind.
	events() (of string, actions []string)
	// add adds such an event to the pending batch.
	add(c *coalescer, e event)
}

// listedKind is a kind whose things are listed by themselves. There is one file for each,
// kind_….go. What else is known of images (layers, shared bytes) are facts of their own.
type listedKind interface {
	kind
	// fact is the list. Kinds that are listed together have the same.
	fact() model.Fact
	// list returns an inventory with the things that the engine has now.
	list(ctx context.Context, c fetcher, inv *model.Inventory) (*model.Inventory, error)
	// fetch returns the request for the list, which a feed asks for at a time of the engine's
	// clock.
	fetch(f *Feed, asked time.Time) request
	// narrow has the list read instead if a batch asks for too many things of the kind. It
	// reports whether the batch still asks for some.
	narrow(f *Feed, b batch) bool
	// lookUp asks the engine about the things of a batch.
	lookUp(ctx context.Context, c fetcher, inv *model.Inventory, b batch, into *lookupResult) error
	// merge puts the answers to a batch into the feed's inventory.
	merge(f *Feed, b batch, found lookupResult)
}

// listedKinds are the kinds that are listed, in the order in which they are asked for.
func listedKinds() []listedKind { return []listedKind{imageKind{}, containerKind{}, serviceKind{}} }

// kinds are all kinds that events touch. Volumes are no listedKind: the list of a driver that
// hangs must not keep what else happens from being shown.
func kinds() []kind {
	var all []kind
	for _, k := range listedKinds() {
		all = append(all, k)
	}
	return append(all, volumeKind{}, measuredKind("builder"))
}

// lists are the facts that are lists of things.
func lists() []model.Fact {
	var facts []model.Fact
	for _, k := range listedKinds() {
		if fact := k.fact(); !slices.Contains(facts, fact) {
			facts = append(facts, fact)
		}
	}
	return facts
}

// isList reports whether a fact is a list of things.
func isList(fact model.Fact) bool { return slices.Contains(lists(), fact) }

// measuredKind is a kind, by the type of its events, that only disk usage shows.
type measuredKind string

func (k measuredKind) events() (of string, actions []string) {
	return string(k), []string{"create", "destroy", "remove", "prune"}
}

func (measuredKind) add(c *coalescer, _ event) { c.pending.usageChanged = true }
