package ui

import (
	tea "charm.land/bubbletea/v2"

	"jettison/keymap"
	"jettison/ui/dialog"
	"jettison/ui/pane"
)

// press routes a key: a dialog first, then an open line, then what means the
// same everywhere, then what has the focus.
func (m *Model) press(msg tea.KeyPressMsg) tea.Cmd {
	if d, ok := m.top(); ok {
		return m.pressDialog(d, msg)
	}
	if m.filter.open {
		return m.pressFilter(msg)
	}
	action, ok := m.opts.Keys.Resolve(m.context(), msg.String())
	if !ok {
		return nil
	}
	if m.opts.ReadOnly != "" && keymap.Changes(m.context(), action) {
		return m.sayReadOnly()
	}
	if cmd, done := m.doEverywhere(action); done {
		return cmd
	}
	switch m.context() {
	case keymap.InStart:
		return m.doStart(action)
	case keymap.InPlan:
		return m.doPlan(action)
	case keymap.InJob:
		return m.doJob(action)
	case keymap.InRecovery, keymap.InRestore:
		return m.doRecovery(action)
	default:
		return m.doPane(action)
	}
}

// doPane does what an action means in the pane, or in every pane.
func (m *Model) doPane(name keymap.Action) tea.Cmd {
	action, ok := pane.Find(m.pane().Actions(), name)
	if !ok {
		return m.doList(name)
	}
	if why := action.WhyNot(); why != "" {
		return m.say(why)
	}
	return m.perform(action.Do())
}

func (m *Model) doEverywhere(action keymap.Action) (tea.Cmd, bool) {
	switch action {
	case keymap.Quit:
		return m.quit(), true
	case keymap.Suspend:
		return tea.Suspend, true
	case keymap.Help:
		m.openDialog(dialog.NewHelp(m.styles, m.opts.Keys, m.context()), nil)
		return nil, true
	case keymap.CancelJob:
		return m.cancelJob(), true
	case keymap.JobPanel:
		return m.toggleJob(), true
	case keymap.Recovery:
		m.toggleRecovery()
		return nil, true
	default:
	}
	if m.session == nil || m.plan != nil {
		return nil, false
	}
	if action == keymap.Policies {
		return m.askPolicies(), true
	}
	return nil, m.switchPane(action)
}

func (m *Model) cancelJob() tea.Cmd {
	if m.recovery.running() {
		m.recovery.job.Cancel()
		return m.say("Cancelled: what has come back stays.")
	}
	if !m.removal.running() {
		return m.say("Nothing is being removed or brought back.")
	}
	m.removal.job.Cancel()
	return m.say("Cancelled: the steps under way finish, nothing more starts.")
}

// doList is what means the same in every list.
func (m *Model) doList(action keymap.Action) tea.Cmd {
	switch action {
	case keymap.Filter:
		return m.openFilter()
	case keymap.QuickFilter:
		m.openQuickMenu()
	case keymap.SortMenu:
		m.openSortMenu()
	case keymap.Refresh:
		m.session.Reload()
		m.images.ForgetDetails()
		return m.say("Loading everything anew.")
	case keymap.Back:
		m.back()
	default:
	}
	return nil
}
