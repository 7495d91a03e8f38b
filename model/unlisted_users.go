package model

// UnlistedUsers is why the containers and services of an inventory may not be all there are. Nobody
// changes it.
type UnlistedUsers struct {
	Problem *Problem // why the engine did not list them; nil while it is still asked
	// Listed is that it listed them before, which is what the inventory has.
	Listed bool
}

// ToCome reports whether the engine is asked for them for the first time.
func (u *UnlistedUsers) ToCome() bool { return u != nil && u.Problem == nil && !u.Listed }

// WithUnlistedUsers is the inventory of an engine whose containers and services could not be
// listed; nil for one that listed them.
func (inv *Inventory) WithUnlistedUsers(why *UnlistedUsers) *Inventory {
	next := *inv
	next.unlistedUsers = why
	return &next
}

// UnlistedUsers is why containers and services are missing from the inventory, or out of date; nil
// when they are not.
func (inv *Inventory) UnlistedUsers() *UnlistedUsers { return inv.unlistedUsers }
