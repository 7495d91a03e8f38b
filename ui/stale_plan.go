package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"jettison/model"
	"jettison/model/policy"
	"jettison/model/words"
	"jettison/ui/plan"
)

// stalePlan is a plan from before a clean-up. It is made anew once the engine was listed
// again.
type stalePlan struct {
	pane *plan.Pane
	// open tells that the person has the plan open: a job of this screen ended, and the
	// plan is made anew where it is. Else the plan was confirmed and refused.
	open  bool
	facts []model.Fact // that it is made from
	known []time.Time  // when those were taken that the plan knows
	since time.Time    // when it was found to be stale
}

// replanPatience is how long a person expects the new plan: later it would come as a
// surprise.
const replanPatience = 20 * time.Second

// madeFrom returns the facts that a plan is made from: images, what holds them, and what lists the
// kinds of things that it removes.
func madeFrom(plan *model.Plan) []model.Fact {
	facts := []model.Fact{model.FactImages, model.FactContainers}
	for i := range plan.Steps {
		if fact := plan.Steps[i].Thing.Target().Kind.Fact(); !slices.Contains(facts, fact) {
			facts = append(facts, fact)
		}
	}
	return facts
}

const (
	saysStale     = "A clean-up of this engine ran since the plan was made: nothing was removed, and it is made anew."
	saysReplanned = "A clean-up ran since the plan was made, and nothing was removed. This is what there is to remove now."
	saysNoneLeft  = "A clean-up ran since the plan was made, and nothing is left of it to remove."
	saysRenewed   = "This plan is made anew: what was under way has ended."
)

// refuseStale puts the job away whose plan is stale, marks again what was marked, and has
// the engine listed for a new plan.
func (m *Model) refuseStale() tea.Cmd {
	refused := m.removal.plan
	for _, key := range m.removal.unmarked {
		m.marks.Set(key, true)
	}
	earlier := m.removal.earlier
	m.closeView(m.removal.pane)
	m.removal = removal{}
	if earlier != nil {
		m.removal = *earlier
	}
	m.awaitReplan(&stalePlan{pane: refused})
	return m.say(saysStale)
}

// renewPlan has the open plan made anew after a job on its engine, which would let it be
// refused.
func (m *Model) renewPlan(jobs engine) {
	if p := m.plan(); p != nil && m.current(jobs) {
		m.awaitReplan(&stalePlan{pane: p, open: true})
	}
}

// awaitReplan has the engine listed for a plan to be made anew.
func (m *Model) awaitReplan(stale *stalePlan) {
	stale.since = m.opts.Now()
	stale.facts = madeFrom(stale.pane.Plan())
	for _, fact := range stale.facts {
		stale.known = append(stale.known, m.snapshot.Facts[fact].At)
	}
	m.stale = stale
	if m.session != nil {
		m.session.Reload(stale.facts...)
	}
}

// replanStale makes the stale plan anew as soon as the newest snapshot allows it, and
// asks again; unless the person has gone on to something else.
func (m *Model) replanStale() tea.Cmd {
	stale := m.stale
	if stale == nil {
		return nil
	}
	late := !stale.open && m.opts.Now().Sub(stale.since) > replanPatience
	if late || stale.open && m.plan() != stale.pane {
		m.stale = nil
		return nil
	}
	for i, fact := range stale.facts {
		switch state := m.snapshot.Facts[fact]; {
		case state.Status == model.StatusFailed && state.Problem != nil:
			m.stale = nil
			return m.say("The plan can't be made anew: " + words.ProblemLine(state.Problem) + ".")
		case state.Status == model.StatusLoading || !state.At.After(stale.known[i]):
			return nil
		}
	}
	m.stale = nil
	if !stale.open && m.busy() {
		return nil
	}
	if stale.pane.Policy() != "" {
		return m.replanPolicyCmd(stale)
	}
	stale.pane.SetInventory(m.snapshot.Inventory)
	if len(stale.pane.Plan().Steps) == 0 {
		m.closeView(stale.pane)
		return m.say(saysNoneLeft)
	}
	m.planAsOf = m.snapshot.AsOf(m.opts.Now())
	if stale.open {
		stale.pane.Tell(saysRenewed)
		return m.readPins()
	}
	m.openView(stale.pane)
	return tea.Batch(m.readPins(), m.say(saysReplanned))
}

// replanPolicyCmd has the policies evaluated again, and the plan of the stale one's then
// opens.
func (m *Model) replanPolicyCmd(stale *stalePlan) tea.Cmd {
	name := stale.pane.Policy()
	at := slices.IndexFunc(m.opts.Policies.List, func(p *policy.Policy) bool { return model.Clean(p.Name) == name })
	if at < 0 {
		return nil
	}
	policies, snapshot, now, generation := m.policies(), m.snapshot, m.opts.Now(), m.generation
	return func() tea.Msg {
		return policyReplannedMsg{policy: at, stale: stale, evaluated: evaluatePolicies(policies, snapshot, now, generation)}
	}
}

// openReplanned opens the new plan of a policy, in place of the stale one if that is open.
func (m *Model) openReplanned(msg policyReplannedMsg) tea.Cmd {
	stale := msg.stale
	switch {
	case msg.evaluated.generation != m.generation,
		stale.open && m.plan() != stale.pane,
		!stale.open && m.busy():
		return nil
	}
	m.closeView(stale.pane)
	open := m.planPolicy(msg.policy, msg.evaluated)
	p := m.plan()
	if p == nil {
		return open // which says why there is none
	}
	p.SetBackup(stale.pane.Backup())
	if stale.open {
		p.Tell(saysRenewed)
		return open
	}
	return tea.Batch(open, m.say(saysReplanned))
}

// busy reports whether the person is at something that a plan must not cover.
func (m *Model) busy() bool {
	_, dialog := m.top()
	return dialog || m.session == nil || m.plan() != nil || m.filter.open
}
