package ui

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/words"
	"jettison/ui/dialog"
	"jettison/ui/job"
	"jettison/ui/pane"
	"jettison/ui/plan"
)

// removal is the job under way, or the last one.
type removal struct {
	engine                   // that it removes from
	job      Job             // nil when none is under way
	progress *model.Progress // nil when there was none
	pane     *job.Pane
	plan     *plan.Pane          // that was confirmed
	unmarked []model.Key         // what it took the marks off
	report   model.ReclaimReport // what came back, once it has ended
	measured bool                // the report is final: that was measured or can't be
	takeBack model.TakeBack      // once it ended
	how      Removal
	thenQuit bool
	question *dialog.Question // whether to quit while it runs; nil when it was not asked
	// earlier is the removal before, if it has problems that were not dismissed.
	earlier *removal
}

func (r *removal) running() bool { return r.job != nil }

// newestWithProblems returns the newest of the removal and those before it that has
// problems; nil when none has.
func (r *removal) newestWithProblems() *removal {
	for ; r != nil && r.progress != nil; r = r.earlier {
		if r.progress.Problems() > 0 {
			return r
		}
	}
	return nil
}

// openPlan opens a plan to remove rows.
func (m *Model) openPlan(keys []model.Key) tea.Cmd {
	if len(keys) == 0 {
		return m.say("Nothing is marked, and the cursor is on nothing.")
	}
	return m.showPlan(keys, nil)
}

// showPlan opens a plan on what the engine has, once enough of it is known.
func (m *Model) showPlan(keys []model.Key, choices model.Choices) tea.Cmd {
	if why := toCome(&m.snapshot); m.snapshot.Last == nil && why != "" {
		m.waiting = &waitingPlan{keys: keys, choices: choices}
		return m.say("The plan opens soon: " + why + ".")
	}
	return m.showPlanOn(m.snapshot.Inventory, keys, choices)
}

// showPlanOn opens a plan on the inventory of the snapshot, of which more may be known, and warns
// when the snapshot is stale.
func (m *Model) showPlanOn(inv *model.Inventory, keys []model.Key, choices model.Choices) tea.Cmd {
	if m.snapshot.Last != nil {
		return m.say("A plan has to wait: " + waitsForList + ".")
	}
	m.openView(plan.New(m.styles, m.opts.Keys, inv, keys, choices, m.opts.Now()))
	m.planAsOf = m.snapshot.AsOf(m.opts.Now())
	read := m.readPins()
	if m.snapshot.Link != model.LinkStale {
		return read
	}
	return tea.Batch(read, m.say("The engine does not answer: this is what was there at "+clockTime(m.snapshot.StaleFrom)+"."))
}

// confirmPlan carries out the open plan, unless something else is under way.
func (m *Model) confirmPlan() tea.Cmd {
	p := m.plan()
	switch {
	case p == nil:
		return nil
	case m.removal.running():
		return m.say("A removal is under way; this plan can start when it ended.")
	case m.recovery.running():
		return m.say("A removal is being taken back; this plan can start when that ended.")
	}
	return m.startJob(p)
}

// askRegistries asks the registries whether they still have what the plan deletes.
func (m *Model) askRegistries() tea.Cmd {
	if p := m.plan(); p != nil {
		return askRegistriesCmd(m.ctx, m.session, p, p.Plan().Askable())
	}
	return nil
}

// startJob carries out a plan and unmarks what the plan is about.
func (m *Model) startJob(of *plan.Pane) tea.Cmd {
	if m.opts.ReadOnly != "" {
		return m.say(m.readOnlyWords())
	}
	m.closePlan()
	m.closeView(m.removal.pane)
	now, p, how := m.opts.Now(), of.Plan(), Removal{Policy: of.Policy(), Backup: of.Backup(), AsOf: m.planAsOf}
	r := removal{
		engine: engine{m.session, m.generation}, job: m.session.Remove(m.ctx, p, how), plan: of, how: how,
		progress: model.NewProgress(p, now),
	}
	for _, key := range of.Marks() {
		if m.marks.Has(key) {
			r.unmarked = append(r.unmarked, key)
			m.marks.Set(key, false)
		}
	}
	last := m.removal
	r.earlier = last.newestWithProblems()
	r.pane = job.New(m.styles, m.opts.Keys, r.progress)
	r.pane.Refresh(now)
	m.removal = r
	return tea.Batch(awaitJobCmd(m.ctx, r.job, 0), tickJobCmd(r.progress))
}

// tickJob advances the clock between the updates of a removal.
func (m *Model) tickJob(progress *model.Progress) tea.Cmd {
	r := &m.removal
	if !r.running() || r.progress != progress {
		return nil
	}
	r.pane.Refresh(m.opts.Now())
	return tickJobCmd(progress)
}

// receiveJob handles updates of the removal or the restoration.
func (m *Model) receiveJob(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case jobAdvancedMsg:
		if msg.job == m.removal.job {
			return m.advanceJob(msg.update)
		}
	case jobEndedMsg:
		if msg.job == m.removal.job {
			return m.endJob()
		}
	case jobMeasuredMsg:
		m.reportReclaim(msg)
	case jobTickedMsg:
		return m.tickJob(msg.progress)
	default:
		return m.receiveRecovery(msg)
	}
	return nil
}

func (m *Model) advanceJob(update model.JobUpdate) tea.Cmd {
	now := m.opts.Now()
	m.removal.progress.Apply(update, now)
	m.removal.pane.Refresh(now)
	var warn tea.Cmd
	if update.Warning != nil {
		warn = m.say(words.Warning(update.Warning))
	}
	if update.State == model.JobEnded {
		return tea.Batch(warn, m.endJob())
	}
	return tea.Batch(warn, awaitJobCmd(m.ctx, m.removal.job, jobPause))
}

// endJob reports the outcome and has what came back measured.
func (m *Model) endJob() tea.Cmd {
	r := &m.removal
	job := r.job
	r.job = nil
	m.closeDialog(r.question)
	if r.thenQuit {
		return m.releaseAndQuit(r.engine)
	}
	if problem := r.progress.Problem; problem != nil && problem.Kind == model.ProblemStale && m.current(r.engine) {
		return m.refuseStale()
	}
	m.renewPlan(r.engine)
	if r.progress.Plan.Platforms > 0 && m.current(r.engine) {
		m.session.Reload(model.FactImages) // the engine sends no event for a platform
	}
	r.report = model.CompareReclaim(nil, nil, r.progress)
	r.pane.SetReport(r.report, false)
	return tea.Batch(measureJobCmd(m.ctx, job, r.progress), m.release(r.engine), m.offerTakingBack(), m.say(m.outcome()))
}

// outcome describes how the removal ended.
func (m *Model) outcome() string {
	p := m.removal.progress
	switch b := p.Backup; {
	case p.Problem != nil && p.Done == 0:
		return "Nothing was removed. " + words.ProblemLine(p.Problem) + "."
	case p.Problems() > 0:
		text := "The removal ended; " + words.Plural(p.Problems(), "step") + " not done as planned"
		if offer := m.opts.Keys.Offer(m.context(), keymap.JobPanel, "shows why"); offer != "" {
			text += ": " + offer
		}
		return text + "."
	case b != nil && !b.Ended && p.Done == 0:
		return "The backup was cancelled, and nothing was removed."
	}
	end := "ended"
	if p.Canceled > 0 {
		end = "was cancelled"
	}
	var parts []string
	if p.FreedListed() {
		parts = append(parts, "It freed "+words.Bytes(p.Freed))
	}
	for _, offer := range []string{m.opts.Keys.Offer(keymap.InImages, keymap.JobPanel, "shows what went"), m.takeBackWords()} {
		if offer != "" {
			parts = append(parts, offer)
		}
	}
	text := "The removal " + end + "."
	if len(parts) > 0 {
		text += " " + strings.Join(parts, "; ") + "."
	}
	return text
}

// toggleJob shows the removal, or hides it.
func (m *Model) toggleJob() {
	if m.view() == m.removal.pane {
		m.closeView(m.removal.pane)
		return
	}
	m.closeView(m.recovery.pane)
	m.openView(m.removal.pane)
}

// reportReclaim compares the prediction of a removal with what came back. Without a
// measurement it has the disk usage measured anyway, which changed.
func (m *Model) reportReclaim(msg jobMeasuredMsg) {
	for r := &m.removal; r != nil; r = r.earlier {
		if r.progress != msg.progress {
			continue
		}
		r.report, r.measured = model.CompareReclaim(msg.before, msg.after, r.progress), true
		r.pane.SetReport(r.report, true)
		if msg.after == nil && m.current(r.engine) {
			m.session.Reload(model.FactUsage)
		}
	}
}

// dismiss drops the ended removal. An earlier one with problems takes its place.
func (m *Model) dismiss() tea.Cmd {
	if m.removal.running() {
		return nil
	}
	m.closeView(m.removal.pane)
	if earlier := m.removal.earlier; earlier != nil {
		m.removal = *earlier
		m.openView(m.removal.pane)
		return m.say("This is the removal before; it left something undone.")
	}
	m.removal = removal{}
	return nil
}

// replan opens a plan for a failed step, with the chosen remedy. A remedy that ends
// running containers must be chosen again in the plan.
func (m *Model) replan(intent job.Replan) tea.Cmd {
	if m.session == nil {
		return m.say(m.noWayFromHere())
	}
	if _, there := m.snapshot.Inventory.Thing(intent.Target); !there {
		return m.say("The " + words.Kind(intent.Target.Kind) + " is gone meanwhile.")
	}
	choices := model.Choices{}
	if intent.Remedy != model.RemedyStopRemove && intent.Remedy != model.RemedyForce {
		choices[intent.Target] = choices[intent.Target].With(intent.Remedy)
	}
	m.closeView(m.removal.pane)
	return m.showPlan(intent.Keys, choices)
}

// quit ends the program; with a removal under way it asks.
func (m *Model) quit() tea.Cmd {
	r := &m.removal
	if m.recovery.running() {
		return m.askToLeaveRestoration()
	}
	if !r.running() {
		return tea.Quit
	}
	if m.hasDialog(r.question) {
		return nil
	}
	p := r.progress
	text := pane.CountWords(p.Total-p.Left(), p.Total) + " steps have ended. A step under way can't be taken back."
	question := dialog.NewQuestion(m.styles, "A removal is under way", text,
		dialog.Answer{Key: "s", Label: "stay"},
		dialog.Answer{Key: "w", Label: "quit when it has ended"},
		dialog.Answer{Key: "x", Label: "cancel what has not started, then quit"},
		dialog.Answer{Key: "n", Label: "quit now, without seeing how the steps under way end"})
	r.question = question
	m.openDialog(question, func() tea.Cmd { return m.leave(question.Choice()) })
	return nil
}

// leave handles the answer to quit's question.
func (m *Model) leave(answer int) tea.Cmd {
	switch {
	case answer == 0:
		return nil
	case answer == 3 || !m.removal.running():
		return tea.Quit
	case answer == 2:
		m.removal.job.Cancel()
	}
	m.removal.thenQuit = true
	return m.say("Quitting when the removal has ended.")
}

// parting describes what the removals left undone, to be printed after the screen is
// gone; empty when they left nothing.
func (m *Model) parting() string {
	var lines []string
	for r := &m.removal; r != nil && r.progress != nil; r = r.earlier {
		p := r.progress
		if p.Problems() == 0 && p.Left() == 0 {
			continue
		}
		text := "jettison: " + words.Count(p.Done) + " of " + words.Plural(p.Total, "step") + " done"
		if n := p.Problems(); n > 0 {
			text += ", " + words.Count(n) + " not done as planned"
		}
		if n := p.Left(); n > 0 {
			text += ", " + words.Count(n) + " left when the program ended"
		}
		lines = append(lines, text+".\n")
		for i := range p.Plan.Steps {
			if event := p.Step(i); event.Refusal != nil && event.State != model.StepWaiting {
				why, _ := words.Refusal(event.Refusal)
				lines = append(lines, fmt.Sprintf("  %s: %s\n", p.Plan.Steps[i].Subject(), why))
			}
		}
	}
	return strings.Join(lines, "") + m.recovery.parting()
}
