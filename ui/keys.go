package ui

import (
	tea "charm.land/bubbletea/v2"

	"jettison/keymap"
	"jettison/model/query"
	"jettison/ui/images"
	"jettison/ui/plan"
)

// press routes a key: an open input line first, then what means the same
// everywhere, then what has the focus.
func (m *Model) press(msg tea.KeyPressMsg) tea.Cmd {
	if m.entering != entryNone {
		return m.pressInput(msg)
	}
	action, ok := m.opts.Keys.Resolve(m.context(), msg.String())
	if m.help {
		m.help = false
		if action != keymap.Quit {
			return nil
		}
	}
	if action != keymap.Quit {
		m.quitting = false
	}
	if !ok {
		return nil
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
	default:
		return m.doImages(action)
	}
}

func (m *Model) doEverywhere(action keymap.Action) (tea.Cmd, bool) {
	switch action {
	case keymap.Quit:
		return m.quit(), true
	case keymap.Help:
		m.help = true
		return nil, true
	case keymap.CancelJob:
		if !m.running() {
			return m.say("No removal is under way."), true
		}
		m.job.Cancel()
		return m.say("Cancelled: the steps under way finish, nothing more starts."), true
	case keymap.JobPanel:
		if m.progress == nil {
			return m.say("Nothing was removed yet."), true
		}
		m.showJob = !m.showJob
		return nil, true
	default:
	}
	return nil, false
}

// quit ends the program; with a job under way it asks once.
func (m *Model) quit() tea.Cmd {
	if m.running() && !m.quitting {
		m.quitting = true
		return nil
	}
	return tea.Quit
}

func (m *Model) doStart(action keymap.Action) tea.Cmd {
	switch action {
	case keymap.Refresh:
		m.problem = nil
		m.generation++
		return openSessionCmd(m.ctx, m.opts.Connect, false, m.generation)
	case keymap.Demo:
		if m.opts.Demo == nil {
			return nil
		}
		m.problem = nil
		m.generation++
		return openSessionCmd(m.ctx, m.opts.Demo, true, m.generation)
	default:
	}
	return nil
}

func (m *Model) doPlan(action keymap.Action) tea.Cmd {
	if action == keymap.Back {
		m.plan = nil
		return nil
	}
	if m.plan.Do(action) == plan.IntentConfirm {
		if m.running() {
			return m.say("A removal is under way; this plan can start when it ended.")
		}
		return m.startJob(m.plan.Plan())
	}
	return nil
}

func (m *Model) doJob(action keymap.Action) tea.Cmd {
	switch action {
	case keymap.Back:
		m.showJob = false
	case keymap.Dismiss:
		m.showJob = false
		if !m.running() {
			m.progress, m.failures = nil, nil
			m.layout()
		}
	default:
	}
	return nil
}

func (m *Model) doImages(action keymap.Action) tea.Cmd {
	switch action {
	case keymap.Plan:
		return m.openPlan()
	case keymap.Filter:
		return m.open(entryFilter, m.filter)
	case keymap.MarkByRule:
		return m.open(entryRule, "")
	case keymap.QuickFilter:
		m.images.SetQuick(m.images.NextQuick())
	case keymap.SortMenu:
		m.images.SortNext()
	case keymap.Refresh:
		m.session.Reload()
		return m.say("Loading everything anew.")
	case keymap.Back:
		m.back()
	case keymap.Details:
		if m.images.Foldable() {
			m.images.ToggleFold()
		}
	default:
		m.images.Do(action)
	}
	return nil
}

// back undoes what narrows the list, the newest first.
func (m *Model) back() {
	switch {
	case m.images.Ranging():
		m.images.StopRange()
	case m.filter != "":
		m.filter = ""
		m.images.SetQuery(nil)
	default:
		m.images.SetQuick(images.QuickAll)
	}
}

func (m *Model) openPlan() tea.Cmd {
	keys := m.images.Chosen()
	if len(keys) == 0 {
		return m.say("Nothing is marked, and the cursor is on nothing.")
	}
	m.plan = plan.New(m.styles, m.opts.Keys, m.snapshot.Inventory, keys, nil, m.opts.Now())
	m.layout()
	return nil
}

func (m *Model) open(what entry, text string) tea.Cmd {
	m.entering, m.inputErr = what, ""
	m.input.SetValue(text)
	m.input.CursorEnd()
	return m.input.Focus()
}

func (m *Model) pressInput(msg tea.KeyPressMsg) tea.Cmd {
	action, _ := m.opts.Keys.Resolve(keymap.InInput, msg.String())
	switch action {
	case keymap.Quit:
		return m.quit()
	case keymap.Back:
		if m.entering == entryFilter {
			m.filter = ""
			m.images.SetQuery(nil)
		}
		m.close()
		return nil
	case keymap.Confirm:
		return m.take()
	default:
	}
	return m.edit(msg)
}

func (m *Model) close() {
	m.entering, m.inputErr = entryNone, ""
	m.input.Blur()
}

// edit changes the line; the list follows while the filter is typed. While
// what stands there is no query, the last good result stays.
func (m *Model) edit(msg tea.Msg) tea.Cmd {
	before := m.input.Value()
	var cmd tea.Cmd
	m.input, cmd = m.input.Update(msg)
	if m.input.Value() == before {
		return cmd
	}
	q, err := query.Parse(m.input.Value())
	m.inputErr = ""
	if err != nil {
		m.inputErr = err.Error()
		return cmd
	}
	if m.entering == entryFilter {
		m.filter = m.input.Value()
		m.images.SetQuery(q)
	}
	return cmd
}

// take accepts the line: the filter stays, a rule marks.
func (m *Model) take() tea.Cmd {
	text := m.input.Value()
	q, err := query.Parse(text)
	if err != nil {
		m.inputErr = err.Error()
		return nil
	}
	what := m.entering
	m.close()
	if what != entryRule || text == "" {
		return nil
	}
	return m.say("Marked " + countRows(m.images.MarkWhere(q)) + " by " + q.String() + ".")
}
