package ui

import (
	tea "charm.land/bubbletea/v2"

	"jettison/keymap"
	"jettison/ui/dialog"
	"jettison/ui/pane"
)

// everywhereActions returns the actions that mean the same in every view.
func (m *Model) everywhereActions() []pane.Action {
	actions := []pane.Action{
		{Name: keymap.Quit, Do: func() pane.Intent { return m.quit() }},
		{Name: keymap.Suspend, Do: func() pane.Intent { return tea.Cmd(tea.Suspend) }},
		pane.Own(keymap.Help, func() {
			m.openDialog(dialog.NewHelp(m.styles, m.opts.Keys, m.context()), nil)
		}),
		{Name: keymap.CancelJob, Off: m.nothingRuns, Do: m.cancelJob},
		{Name: keymap.JobPanel, Off: m.noRemoval, Do: own(m.toggleJob)},
		{Name: keymap.Recovery, Off: m.noWayFromHere, Do: own(m.toggleRecovery)},
		{Name: keymap.Policies, Off: m.noPolicies, Do: func() pane.Intent { return m.askPolicies() }},
		m.paneAction(keymap.NextPane, func() int { return m.at + 1 }),
		m.paneAction(keymap.PrevPane, func() int { return m.at - 1 }),
	}
	for at := range m.panes {
		actions = append(actions, m.paneAction(keymap.Pane(at+1), func() int { return at }))
	}
	return actions
}

// paneAction goes to another tab; the last and the first are neighbors.
func (m *Model) paneAction(name keymap.Action, to func() int) pane.Action {
	return pane.Action{Name: name, Off: m.noWayFromHere, Do: own(func() {
		m.goTo((to() + len(m.panes)) % len(m.panes))
	})}
}

// paneActions returns the actions of all panes; a pane may override one.
func (m *Model) paneActions() []pane.Action {
	return []pane.Action{
		{Name: keymap.Filter, Off: func() string {
			if m.pane().FilterKind() == pane.FilterNone {
				return "There is no filter here."
			}
			return ""
		}, Do: func() pane.Intent { return m.openFilter() }},
		pane.Own(keymap.QuickFilter, m.openQuickMenu),
		{Name: keymap.SortMenu, Off: func() string {
			if len(m.pane().Columns()) == 0 {
				return "There is no column to sort by here."
			}
			return ""
		}, Do: own(m.openSortMenu)},
		{Name: keymap.Refresh, Do: func() pane.Intent { return m.reload() }},
		pane.Own(keymap.Back, m.back),
	}
}

func own(do func()) func() pane.Intent {
	return func() pane.Intent {
		do()
		return nil
	}
}

// reload loads everything again.
func (m *Model) reload() tea.Cmd {
	m.session.Reload()
	m.images.ForgetDetails()
	return m.say("Loading everything anew.")
}

// noWayFromHere explains why no pane can be opened; empty when one can.
func (m *Model) noWayFromHere() string {
	switch {
	case m.session == nil:
		return "There is no engine."
	case m.plan() != nil:
		words := "The plan is open"
		if offer := m.opts.Keys.Offer(keymap.InPlan, keymap.Back, "closes it"); offer != "" {
			words += "; " + offer
		}
		return words + "."
	}
	return ""
}

func (m *Model) noPolicies() string {
	if why := m.noWayFromHere(); why != "" {
		return why
	}
	if len(m.opts.Policies.List) == 0 {
		return "The configuration has no policies."
	}
	return ""
}

func (m *Model) noRemoval() string {
	if m.removal.progress == nil {
		return "There is no removal to show."
	}
	if m.plan() != nil {
		return m.noWayFromHere() // it would open behind the plan
	}
	return "" // even when the engine it ran on is gone
}

func (m *Model) nothingRuns() string {
	if !m.recovery.running() && !m.removal.running() {
		return "Nothing is being removed or brought back."
	}
	return ""
}

func (m *Model) cancelJob() pane.Intent {
	if m.recovery.running() {
		m.recovery.job.Cancel()
		return pane.Say{Text: "Cancelled: what has come back stays."}
	}
	m.removal.job.Cancel()
	return pane.Say{Text: "Cancelled: the steps under way finish, nothing more starts."}
}
