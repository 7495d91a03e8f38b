package ui

import (
	"context"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/words"
	"jettison/ui/dialog"
	"jettison/ui/pane"
	"jettison/ui/recovery"
	"jettison/ui/theme"
)

// recovering holds the view of the journal, and the restoration under way or the last
// one.
type recovering struct {
	pane *recovery.Pane

	wanted  bool // the journal is to be read, anew if it was
	reading int  // the serial number of the read under way; 0 for none
	serial  int

	engine                      // that job restores to
	job      RestoreJob         // nil when none is under way
	run      *model.Restoration // nil when there was none
	unseen   bool               // it ended with problems that nobody has looked at
	thenQuit bool
	question *dialog.Question // whether to quit while it runs; nil when it was not asked
}

func (r *recovering) running() bool { return r.job != nil }

// forgetRecovery drops what was read for the engine before. A restoration under way
// continues.
func (m *Model) forgetRecovery() {
	before := m.recovery
	m.closeView(before.pane)
	m.recovery = recovering{pane: recovery.New(m.styles, m.opts.Keys), serial: before.serial}
	if r := &m.recovery; before.running() || before.unseen {
		r.engine, r.job, r.run, r.unseen = before.engine, before.job, before.run, before.unseen
		r.thenQuit, r.question = before.thenQuit, before.question
		r.pane.SetRestoration(r.run)
	}
}

// toggleRecovery opens the recovery, at the removal that is being taken back if there
// is one, or closes it. Every key is followed by readRemovals.
func (m *Model) toggleRecovery() {
	r := &m.recovery
	if m.over.has(r.pane) {
		m.closeView(r.pane)
		return
	}
	m.openView(r.pane)
	r.wanted = true // others may have removed something
	r.pane.SetInventory(m.snapshot.Inventory, m.opts.Now())
	if r.running() || r.unseen {
		r.pane.Open(r.run.Removal)
		r.unseen = false
	}
}

// readRemovals reads the journal when it is visible and out of date, and checks again
// what can come back once the engine's images changed.
func (m *Model) readRemovals() tea.Cmd {
	r := &m.recovery
	if !m.over.has(r.pane) || r.reading != 0 || m.session == nil || m.snapshot.Facts[model.FactImages].At.IsZero() {
		return nil
	}
	inv, content := m.snapshot.Inventory, r.pane.Content()
	switch {
	case r.wanted:
		r.wanted = false
		r.serial++
		r.reading = r.serial
		return readRemovalsCmd(m.ctx, m.session, inv, m.generation, r.serial)
	case content != nil && content.History != nil && content.Inventory() != inv && r.pane.Opened() == "":
		r.serial++
		r.reading = r.serial
		return judgeRemovalsCmd(content.History, inv, m.generation, r.serial)
	}
	return nil
}

func readRemovalsCmd(ctx context.Context, session Session, inv *model.Inventory, generation, serial int) tea.Cmd {
	return func() tea.Msg {
		history, err := session.Removals(ctx)
		return removalsReadMsg{generation, serial, recovery.NewContent(history, err, inv), true}
	}
}

// judgeRemovalsCmd works out which removals can be taken back now.
func judgeRemovalsCmd(history *model.JournalHistory, inv *model.Inventory, generation, serial int) tea.Cmd {
	return func() tea.Msg {
		return removalsReadMsg{generation, serial, recovery.NewContent(history, nil, inv), false}
	}
}

func (m *Model) receiveRecovery(msg tea.Msg) tea.Cmd {
	r := &m.recovery
	switch msg := msg.(type) {
	case removalsReadMsg:
		if msg.generation == m.generation && msg.serial == r.reading {
			return m.takeRemovals(msg)
		}
	case interruptedResolvedMsg:
		if msg.generation == m.generation && msg.steps > 0 {
			m.tellInterrupted(msg.steps)
		}
	case restoreAdvancedMsg:
		if msg.job == r.job {
			return m.advanceRestore(msg.update)
		}
	case restoreEndedMsg:
		if msg.job == r.job {
			return m.endRestore()
		}
	case restoreTickedMsg:
		if msg.job == r.job && r.running() {
			r.pane.Refresh(m.opts.Now())
			return tickRestoreCmd(r.job)
		}
	}
	return nil
}

// tellInterrupted says, until a key is pressed, that a removal was cut off.
func (m *Model) tellInterrupted(steps int) {
	m.serial++ // no earlier notice's end is this one's
	m.notice = "A removal was cut off; what became of " + words.Plural(steps, "step") + " was looked up"
	if offer := m.opts.Keys.Offer(m.context(), keymap.Recovery, "shows it"); offer != "" {
		m.notice += "; " + offer
	}
	m.recovery.wanted = true
}

func (m *Model) takeRemovals(msg removalsReadMsg) tea.Cmd {
	r := &m.recovery
	r.reading = 0
	r.pane.SetContent(msg.content, m.opts.Now())
	var note tea.Cmd
	if history := msg.content.History; msg.read && history != nil && len(history.Unread) > 0 {
		note = m.say(words.Warning(&history.Unread[0]))
	}
	return tea.Batch(note, m.readRemovals())
}

func (m *Model) rereadRemovals() tea.Cmd {
	m.recovery.wanted = true
	m.session.Reload(model.FactImages)
	return m.say("Reading the journal anew.")
}

// startRestore brings back what a removal took away.
func (m *Model) startRestore(intent recovery.Restore) tea.Cmd {
	r := &m.recovery
	switch {
	case m.opts.ReadOnly != "":
		return m.say(m.readOnlyWords())
	case m.removal.running():
		return m.say("A removal is under way; this can begin when it ended.")
	case r.running():
		return m.say("A removal is being taken back already; this can begin when that ended.")
	}
	r.engine = engine{m.session, m.generation}
	r.job = m.session.Restore(m.ctx, intent.Removal, intent.Plan)
	r.run, r.unseen = model.NewRestoration(intent.Removal, intent.Plan, m.opts.Now()), false
	r.pane.SetRestoration(r.run)
	r.pane.Began()
	return tea.Batch(awaitRestoreCmd(m.ctx, r.job, 0), tickRestoreCmd(r.job))
}

func awaitRestoreCmd(ctx context.Context, job RestoreJob, pause time.Duration) tea.Cmd {
	return func() tea.Msg {
		if !sleep(ctx, pause) {
			return nil
		}
		update, err := job.Next(ctx)
		if err != nil {
			return restoreEndedMsg{job}
		}
		return restoreAdvancedMsg{job, update}
	}
}

// tickRestoreCmd advances the clock between the updates of a restoration.
func tickRestoreCmd(job RestoreJob) tea.Cmd {
	return tea.Tick(jobTick, func(time.Time) tea.Msg { return restoreTickedMsg{job} })
}

func (m *Model) advanceRestore(update model.RestoreUpdate) tea.Cmd {
	r, now := &m.recovery, m.opts.Now()
	r.run.Apply(update, now)
	r.pane.Refresh(now)
	var warn tea.Cmd
	if update.Warning != nil {
		warn = m.say(words.Warning(update.Warning))
	}
	if update.Ended {
		return tea.Batch(warn, m.endRestore())
	}
	return tea.Batch(warn, awaitRestoreCmd(m.ctx, r.job, jobPause))
}

// endRestore reports the outcome. It reloads what came back: not every engine sends
// events for all of it.
func (m *Model) endRestore() tea.Cmd {
	r := &m.recovery
	r.job = nil
	r.run.Apply(model.RestoreUpdate{Ended: true}, m.opts.Now())
	m.closeDialog(r.question)
	if r.thenQuit {
		return m.releaseAndQuit(r.engine)
	}
	if m.current(r.engine) {
		m.session.Reload(model.FactImages, model.FactUsage)
	}
	if r.run.Failed == 0 && r.run.Canceled == 0 {
		m.reduceOffer()
	}
	m.renewPlan(r.engine)
	r.wanted = true
	r.pane.Ended()
	opened := m.over.has(r.pane) && r.pane.Opened() == r.run.Removal
	r.unseen = !opened && r.run.Problems() > 0
	text := words.Restoration(r.run)
	if !opened {
		if offer := m.opts.Keys.Offer(m.context(), keymap.Recovery, "shows it"); offer != "" && r.run.Problems() > 0 {
			text += "; " + offer
		}
	}
	return tea.Batch(m.release(r.engine), m.say(text+"."), m.readRemovals())
}

// offerTakingBack counts the steps of the ended removal that can be taken back, and
// puts it first in the recovery.
func (m *Model) offerTakingBack() tea.Cmd {
	r := &m.removal
	if !m.current(r.engine) || !m.session.Journaled() {
		return nil
	}
	r.takeBack = r.progress.TakeBack(r.progress.Plan.BackUp(r.how.Backup))
	r.pane.SetTakeBack(r.takeBack)
	if !m.over.has(m.recovery.pane) { // else a person reads there
		m.recovery.pane.GoToNewest()
	}
	m.recovery.wanted = true
	return m.readRemovals()
}

// reduceOffer counts the steps that came back off the offer to take back the last
// removal.
func (m *Model) reduceOffer() {
	content := m.recovery.pane.Content()
	if m.removal.pane == nil || content == nil || content.History == nil || len(content.History.Removals) == 0 {
		return
	}
	if content.History.Removals[0].ID == m.recovery.run.Removal {
		m.removal.takeBack.Steps = max(0, m.removal.takeBack.Steps-m.recovery.run.Done)
		m.removal.pane.SetTakeBack(m.removal.takeBack)
	}
}

// takeBackWords offer to take back the last removal; empty when none of it can come
// back.
func (m *Model) takeBackWords() string {
	what := "it"
	switch r := &m.removal; r.takeBack.Steps {
	case 0:
		return ""
	case r.progress.Total:
	default:
		what = words.Count(r.takeBack.Steps) + " of " + words.Plural(r.progress.Total, "step")
	}
	return m.opts.Keys.Offer(keymap.InImages, keymap.Recovery, words.TakesBack(what, m.removal.takeBack.Unsure))
}

// recoveryBesideMarks describes the restoration, beside the marks if there are any.
func (m *Model) recoveryBesideMarks() string {
	if m.marks.Len() == 0 {
		return " " + m.restoreLine()
	}
	s, run := m.styles, m.recovery.run
	text := " " + pane.CountWords(run.Done, run.Total) + " back "
	if !m.recovery.running() {
		return m.sides(m.marksLine(), " "+s.Bad.Render(s.Glyphs.Failed)+text)
	}
	return m.sides(m.marksLine(), " "+s.Bar(min(12, m.width/8), run.Fraction(), s.Accent)+text)
}

// restoreLine describes the restoration in a line of its own.
func (m *Model) restoreLine() string {
	s, r := m.styles, &m.recovery
	if !r.running() {
		return s.Bad.Render(s.Glyphs.Failed) + " " + words.Restoration(r.run) + s.Dim.Render(m.offer(keymap.Recovery, "shows it"))
	}
	text := " " + pane.CountWords(r.run.Done, r.run.Total) + " back"
	if r.run.Failed > 0 {
		text += " " + s.Glyphs.Dot + " " + words.Count(r.run.Failed) + " failed"
	}
	if event, ok := r.run.UnderWay(); ok {
		text += " " + s.Glyphs.Dot + " " + words.RestoreProgress(event)
	}
	text += s.Dim.Render(m.offer(keymap.CancelJob, "cancels"))
	const widest, least = 20, 4
	if bar := min(widest, m.width/5, m.width-theme.Width(text)-2); bar >= least {
		text = s.Bar(bar, r.run.Fraction(), s.Accent) + text
	}
	return text
}

// askToLeaveRestoration asks whether to quit during a restoration.
func (m *Model) askToLeaveRestoration() tea.Cmd {
	r := &m.recovery
	if m.hasDialog(r.question) {
		return nil
	}
	text := pane.CountWords(r.run.Total-r.run.Left(), r.run.Total) + " steps have ended. What has come back stays."
	question := dialog.NewQuestion(m.styles, "A removal is being taken back", text,
		dialog.Answer{Key: "s", Label: "stay"},
		dialog.Answer{Key: "w", Label: "quit when it has ended"},
		dialog.Answer{Key: "x", Label: "cancel it, then quit"})
	r.question = question
	m.openDialog(question, func() tea.Cmd { return m.leaveRestoration(question.Choice()) })
	return nil
}

// leaveRestoration handles the answer to askToLeaveRestoration.
func (m *Model) leaveRestoration(answer int) tea.Cmd {
	r := &m.recovery
	switch {
	case answer == 0:
		return nil
	case !r.running():
		return tea.Quit
	case answer == 2:
		r.job.Cancel()
	}
	r.thenQuit = true
	return m.say("Quitting when that has ended.")
}

// parting describes what a restoration left undone, to be printed after the screen is
// gone; empty when it left nothing.
func (r *recovering) parting() string {
	run := r.run
	if run == nil || run.Problems()+run.Canceled+run.Left() == 0 {
		return ""
	}
	var text strings.Builder
	text.WriteString("jettison: " + words.Restoration(run) + ".\n")
	for i := range run.Plan.Steps {
		step := &run.Plan.Steps[i]
		event, ok := run.Of(step.Step)
		switch {
		case ok && event.Failure != nil:
			text.WriteString("  " + step.Name + ": " + words.RestoreFailure(event.Failure) + "\n")
		case ok && len(event.Differs) > 0:
			text.WriteString("  " + step.Name + ": " + words.Differences(event.Differs) + "\n")
		}
	}
	return text.String()
}
