package ui

import tea "charm.land/bubbletea/v2"

// sayReadOnly tells why a key changes nothing.
func (m *Model) sayReadOnly() tea.Cmd { return m.say("This is read-only: " + m.opts.ReadOnly + ".") }
