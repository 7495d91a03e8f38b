package ui

// readOnlyWords tell why an action changes nothing.
func (m *Model) readOnlyWords() string { return "This is read-only: " + m.opts.ReadOnly + "." }
