package keymap

// Changes reports whether an action in a context changes something that lasts: on
// an engine, or what is pinned.
func Changes(ctx Context, action Action) bool {
	return action == Pin || action == CancelJob || action == BackUp || action == Confirm && (ctx == InPlan || ctx == InRestore)
}

// ReadOnly is the same map for a screen that changes nothing. Keys of what would
// change something resolve, so that whoever presses one can be told why nothing
// happens, but neither the help nor a hint or an offer has them.
func (m *Map) ReadOnly() *Map {
	same := *m
	same.readOnly = true
	return &same
}
