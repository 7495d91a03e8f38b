package query

import (
	"time"

	"jettison/model"
)

// Env is the environment that a query is judged in.
type Env struct {
	// Now is the moment that ages count back from. Its location is that of
	// dates.
	Now time.Time
	// Inventory holds the rows; nil counts as empty.
	Inventory *model.Inventory
	// Marked reports whether a row is marked. It is asked each time a row is
	// judged; nil means that none is.
	Marked func(model.Key) bool
	// Known reports whether a fact has been loaded into the inventory. Until the
	// containers are known, no image is used or unused. nil means that all facts
	// are known.
	Known func(model.Fact) bool
}

func (c *compiler) known(fact model.Fact) bool {
	return c.env.Known == nil || c.env.Known(fact)
}
