package ui

import tea "charm.land/bubbletea/v2"

// reopen forgets the session before, whose replies are dropped from now on.
func (m *Model) reopen(open opener, demo bool) tea.Cmd {
	m.start.SetProblem(nil)
	m.generation++
	m.removal = removal{}
	m.forgetRecovery()
	m.images.CloseDetails()
	return openSessionCmd(m.ctx, open, demo, m.generation)
}
