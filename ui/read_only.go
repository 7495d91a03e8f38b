package ui

// readOnlyWords explain why an action is refused.
func (m *Model) readOnlyWords() string { return "This is read-only: " + m.opts.ReadOnly + "." }
