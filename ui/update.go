package ui

import (
	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"jettison/model"
	"jettison/model/words"
)

// Update routes a message: the terminal's first, then keys, then data.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		m.layout()
	case tea.BackgroundColorMsg:
		m.looks.Dark = msg.IsDark()
		m.restyle()
	case tea.ColorProfileMsg:
		if basic := msg.Profile == colorprofile.ANSI; basic != m.looks.Basic {
			m.looks.Basic = basic
			m.restyle()
		}
	case tea.KeyPressMsg:
		m.notice = "" // it was about the key before
		next := tea.Batch(m.press(msg), m.openWaiting(), m.want(), m.readRemovals())
		m.prioritizeVisible()
		return m, next
	case tea.PasteMsg:
		return m, m.paste(msg)
	case tea.MouseClickMsg:
		return m, tea.Batch(m.click(msg.Mouse()), m.openWaiting(), m.want())
	case tea.MouseWheelMsg:
		m.wheel(msg.Button)
		m.prioritizeVisible()
		return m, m.want()
	default:
		return m, m.receive(msg)
	}
	return m, nil
}

// prioritizeVisible has the layers and tag times of the visible images read first.
func (m *Model) prioritizeVisible() {
	loading := func(fact model.Fact) bool { return m.snapshot.Facts[fact].Status == model.StatusLoading }
	if m.session != nil && (loading(model.FactLayers) || loading(model.FactTagTimes)) {
		m.session.PrioritizeLayers(m.images.LookedAt())
	}
}

// receive handles the reply of a command; replies of an earlier session are dropped.
func (m *Model) receive(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case sessionOpenedMsg:
		return m.sessionOpened(msg)
	case sessionFailedMsg:
		if msg.generation == m.generation {
			m.start.SetProblem(msg.problem)
		}
	case snapshotArrivedMsg:
		if msg.generation == m.generation {
			return m.takeSnapshot(msg.snapshot)
		}
	case snapshotsEndedMsg:
		if msg.generation == m.generation && m.ctx.Err() == nil {
			return m.sessionLost(msg.err)
		}
	case detailsDueMsg, detailsLoadedMsg, pagerClosedMsg:
		return m.receiveDetails(msg)
	case jobAdvancedMsg, jobEndedMsg, jobMeasuredMsg, jobTickedMsg, removalsReadMsg, interruptedResolvedMsg, restoreAdvancedMsg, restoreEndedMsg, restoreTickedMsg:
		return m.receiveJob(msg)
	case agesTickedMsg:
		return m.age()
	case policiesEvaluatedMsg, policyReplannedMsg, registriesAnsweredMsg, contentLookedUpMsg:
		return m.receiveAnswers(msg)
	case sampleRecordedMsg, trendsReadMsg:
		return m.receiveTrends(msg)
	case pinFailedMsg, pinsReadMsg:
		return m.receivePins(msg)
	case noticeExpiredMsg:
		m.expireNotice(msg.serial)
	default:
		return m.edit(msg)
	}
	return nil
}

// receiveAnswers handles results for a menu or a plan that may have closed meanwhile.
func (m *Model) receiveAnswers(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case policiesEvaluatedMsg:
		m.openPolicies(msg)
	case policyReplannedMsg:
		return m.openReplanned(msg)
	case contentLookedUpMsg:
		return m.planPlatform(msg)
	case registriesAnsweredMsg:
		if msg.plan == m.plan() {
			msg.plan.SetAnswers(msg.answers, problemWords(msg.err))
		}
	}
	return nil
}

func (m *Model) takeSnapshot(snapshot model.Snapshot) tea.Cmd {
	snapshot.Inventory = m.pins.apply(snapshot, m.opts.Now())
	unread := snapshot.LastError != nil && m.snapshot.LastError == nil
	lost := m.adopt(snapshot)
	pause := snapshotPause
	switch {
	case snapshot.Inventory.Taken.IsZero():
		pause = 0 // the first rows wait for nothing
	case m.removal.running() || m.recovery.running():
		pause = removalPause
	}
	next := awaitSnapshotCmd(m.ctx, m.session, m.generation, pause)
	m.showSnapshot()
	m.prioritizeVisible()
	if len(lost) > 0 && !m.removal.running() {
		next = tea.Batch(next, m.say(words.Plural(len(lost), "mark")+" ended: what was marked went, or its tag moved"))
	}
	if unread {
		next = tea.Batch(next, m.say("The last list can't be shown, and is made anew: "+model.Clean(snapshot.LastError.Error())))
	}
	return tea.Batch(next, m.want(), m.recordSample(), m.readRemovals(), m.replanStale(), m.openWaiting())
}

// age redraws the ages.
func (m *Model) age() tea.Cmd {
	if m.session != nil && m.snapshot.Inventory != nil {
		m.showSnapshot()
	}
	return tickAgesCmd(m.ctx)
}

// adopt makes a snapshot the current one. It returns the marks that ended because
// their rows are gone.
func (m *Model) adopt(snapshot model.Snapshot) (lost []model.Key) {
	if rows := m.rowsOf(&snapshot); rows != m.rows {
		lost, m.rows = m.marks.Rebase(rows), rows
	}
	m.snapshot = snapshot
	return lost
}

// showSnapshot passes the current snapshot to the images, which other panes mark too,
// and to the visible pane; the others get it when they are shown.
func (m *Model) showSnapshot() {
	if m.over.has(m.recovery.pane) {
		m.recovery.pane.SetInventory(m.snapshot.Inventory, m.opts.Now())
	}
	m.images.SetSnapshot(m.shownImages(), m.opts.Now())
	if m.pane() != m.images {
		m.pane().SetSnapshot(m.snapshot, m.opts.Now())
	}
}
