package ui

import (
	"errors"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"jettison/model"
	"jettison/model/words"
)

// reopen replaces the session. Everything of the old one is dropped, except a removal
// or restoration under way, which continues and reports its end.
func (m *Model) reopen(open opener, demo bool) tea.Cmd {
	before := m.retire()
	m.generation++
	m.start.SetProblem(nil)
	m.over, m.planAsOf, m.stale, m.waiting = nil, time.Time{}, nil, nil
	m.closeInputs()
	for _, p := range m.panes {
		_ = p.SetFilter("") // which is always a good one
		p.SetQuick(0)
	}
	m.marks.Clear()
	m.images.StopRange()
	m.images.CloseDetails()
	m.adopt(model.Snapshot{Inventory: emptyInventory()})
	m.showSnapshot()
	m.forgetTrends()
	m.forgetRecovery()
	if !m.removal.running() {
		m.keepProblems()
	}
	return tea.Batch(before, openSessionCmd(m.ctx, open, demo, m.generation))
}

// closeInputs closes the dialogs and the filter line, which are about a session.
func (m *Model) closeInputs() {
	m.dialogs = nil
	if m.filter.open {
		m.closeFilter()
	}
}

// keepProblems drops the removals up to the newest with problems: what went wrong stays
// until it is dismissed.
func (m *Model) keepProblems() {
	var kept removal
	if failed := m.removal.newestWithProblems(); failed != nil {
		kept = *failed
	}
	m.removal = kept
}

// sessionOpened starts to follow an engine, unless another session was asked for
// meanwhile.
func (m *Model) sessionOpened(msg sessionOpenedMsg) tea.Cmd {
	if msg.generation != m.generation {
		return closeSessionCmd(msg.session)
	}
	m.session = msg.session
	m.heedPinsOf(msg.demo)
	m.forgetTrends()
	m.forgetRecovery()
	m.stale, m.waiting = nil, nil
	return tea.Batch(awaitSnapshotCmd(m.ctx, m.session, m.generation, 0), awaitInterruptedCmd(m.ctx, m.session, m.generation))
}

// sessionLost explains why the engine can't be followed any longer. Of all that is open
// only the view of the removal stays: the removal outlives its session.
func (m *Model) sessionLost(err error) tea.Cmd {
	problem := asProblem(err)
	m.start.SetProblem(problem)
	before := m.retire()
	m.closeInputs()
	if m.view() != m.removal.pane {
		m.over = nil
		return before
	}
	m.over = views{m.removal.pane}
	return tea.Batch(before, m.say("The engine can't be followed any longer: "+words.ProblemLine(problem)+"."))
}

// retire drops the session. It closes the session at once, or leaves that to release
// while a job runs on it.
func (m *Model) retire() tea.Cmd {
	session := m.session
	m.session = nil
	switch {
	case session == nil,
		m.removal.running() && m.removal.generation == m.generation,
		m.recovery.running() && m.recovery.generation == m.generation:
		return nil
	}
	return closeSessionCmd(session)
}

// engine is the session that a job runs on.
type engine struct {
	session    Session
	generation int
}

// current reports whether a job runs on the current session.
func (m *Model) current(e engine) bool { return m.session != nil && e.generation == m.generation }

// release closes the session of an ended job, if it was retired meanwhile.
func (m *Model) release(e engine) tea.Cmd {
	if e.session == nil || m.current(e) {
		return nil
	}
	return closeSessionCmd(e.session)
}

// releaseAndQuit ends the program once the session of an ended job is closed.
func (m *Model) releaseAndQuit(e engine) tea.Cmd {
	release := m.release(e)
	if release == nil {
		return tea.Quit
	}
	return func() tea.Msg {
		release()
		return tea.Quit()
	}
}

// closeSessions closes the session and those that were retired while a job runs on them,
// as the program ends.
func (m *Model) closeSessions() error {
	open := []Session{m.session}
	if m.removal.running() {
		open = append(open, m.removal.session)
	}
	if m.recovery.running() {
		open = append(open, m.recovery.session)
	}
	var err error
	for at, session := range open {
		if session != nil && !slices.Contains(open[:at], session) {
			err = errors.Join(err, session.Close())
		}
	}
	return err
}

// emptyInventory returns what is shown until an engine has answered.
func emptyInventory() *model.Inventory {
	return model.NewInventory(model.Engine{}, time.Time{}, nil, nil, nil)
}
