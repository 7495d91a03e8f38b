package keymap

// Changes reports whether an action in a context makes a lasting change, on an engine or to
// pins.
func Changes(ctx Context, action Action) bool {
	return action == Pin || action == CancelJob || action == BackUp || action == WithoutBackup || action == Confirm && (ctx == InPlan || ctx == InRestore)
}

// ReadOnly returns the map for a screen that changes nothing. The keys of actions that would
// change something still resolve, so that the screen can explain why nothing happens, but the
// help, hints and offers leave them out.
func (m *Map) ReadOnly() *Map {
	same := *m
	same.readOnly = true
	return &same
}
