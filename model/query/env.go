package query

import (
	"time"

	"jettison/model"
)

// Env is what a query is judged in.
type Env struct {
	// Now is the moment that ages are reckoned from; dates are of its location.
	Now time.Time
	// Inventory is what the rows belong to; nil counts as empty.
	Inventory *model.Inventory
	// Marked answers for the state of the same name, each time that a row is
	// judged; nil counts as never.
	Marked func(model.Key) bool
	// Known reports whether a fact has been loaded into the inventory. Until
	// the containers are known, no image is used or unused. nil counts as all
	// known.
	Known func(model.Fact) bool
}

func (c *compiler) known(fact model.Fact) bool {
	return c.env.Known == nil || c.env.Known(fact)
}
