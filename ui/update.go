package ui

import (
	tea "charm.land/bubbletea/v2"

	"jettison/model"
)

// Update routes a message: the terminal's first, then keys, then data.
func (m *Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.width, m.height = msg.Width, msg.Height
		m.layout()
	case tea.BackgroundColorMsg:
		m.setDark(msg.IsDark())
	case tea.KeyPressMsg:
		return m, m.press(msg)
	case tea.PasteMsg:
		if m.entering != entryNone {
			return m, m.edit(msg)
		}
	case tea.MouseClickMsg:
		m.click(msg.X, msg.Y)
	case tea.MouseWheelMsg:
		m.wheel(msg.Button)
	default:
		return m, m.receive(msg)
	}
	return m, nil
}

// receive takes in a reply of a command; one of an earlier session is dropped.
func (m *Model) receive(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case sessionOpenedMsg:
		if msg.generation != m.generation {
			return closeSessionCmd(msg.session)
		}
		m.session, m.demo, m.problem = msg.session, msg.demo, nil
		return awaitSnapshotCmd(m.ctx, m.session, m.generation, 0)
	case sessionFailedMsg:
		if msg.generation == m.generation {
			m.problem = msg.problem
		}
	case snapshotArrivedMsg:
		if msg.generation == m.generation {
			return m.takeSnapshot(msg.snapshot)
		}
	case snapshotsEndedMsg:
		if msg.generation == m.generation && m.ctx.Err() == nil {
			m.session, m.problem = nil, asProblem(msg.err)
		}
	case jobAdvancedMsg:
		if msg.generation == m.generation {
			return m.takeJobUpdate(msg.update)
		}
	case jobEndedMsg:
		return m.endJob()
	case noticeExpiredMsg:
		if msg.serial == m.serial {
			m.notice = ""
		}
	default:
		if m.entering != entryNone {
			return m.edit(msg)
		}
	}
	return nil
}

func (m *Model) takeSnapshot(snapshot model.Snapshot) tea.Cmd {
	m.snapshot = snapshot
	next := awaitSnapshotCmd(m.ctx, m.session, m.generation, snapshotPause)
	lost := m.images.SetSnapshot(snapshot, m.opts.Now())
	if len(lost) > 0 && !m.running() {
		return tea.Batch(next, m.say(model.Plural(len(lost), "mark")+" ended: the image went or its tag moved"))
	}
	return next
}

func (m *Model) takeJobUpdate(update model.JobUpdate) tea.Cmd {
	m.progress.Apply(update, m.opts.Now())
	for _, event := range update.Events {
		if event.Refusal != nil {
			m.failures = append(m.failures, failure{event.Step, event.Refusal})
		}
	}
	return awaitJobCmd(m.ctx, m.job, m.generation, jobPause)
}

// endJob asks the engine what its layers take now, so that what was predicted
// can be compared with what came back.
func (m *Model) endJob() tea.Cmd {
	m.job, m.quitting = nil, false
	if m.session != nil {
		m.session.Reload(model.FactUsage)
	}
	return m.say("The removal ended.")
}

func (m *Model) startJob(p *model.Plan) tea.Cmd {
	m.plan, m.failures = nil, nil
	m.images.Marks().Clear()
	m.usage = model.Unknown
	if u := m.snapshot.Inventory.Usage; u != nil {
		m.usage = u.Images.Size
	}
	m.job = m.session.Remove(m.ctx, p)
	m.progress = model.NewProgress(p, m.opts.Now())
	m.layout()
	return awaitJobCmd(m.ctx, m.job, m.generation, 0)
}
