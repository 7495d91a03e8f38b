package ui

import (
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"jettison/model"
	"jettison/model/policy"
	"jettison/ui/plan"
)

// stalePlan is a plan that was not carried out, because another clean-up ran since it was
// made. It is made anew once the engine was listed again.
type stalePlan struct {
	pane *plan.Pane
	// known is when the facts of replanned were taken that the plan knows.
	known   []time.Time
	refused time.Time
}

// replanPatience is how long a person expects the new plan: later it would come as a
// surprise.
const replanPatience = 20 * time.Second

// replanned are the facts that a plan is made from.
func replanned() []model.Fact { return []model.Fact{model.FactImages, model.FactContainers} }

const (
	saysStale     = "Another clean-up of this engine ran since the plan was made: nothing was removed, and it is made anew."
	saysReplanned = "Another clean-up ran since the plan was made, and nothing was removed. This is what there is to remove now."
	saysNoneLeft  = "Another clean-up ran since the plan was made, and nothing is left of it to remove."
)

// refuseStale puts the job away whose plan is stale, marks again what was marked, and has
// the engine listed for a new plan.
func (m *Model) refuseStale() tea.Cmd {
	stale := stalePlan{pane: m.removal.plan, refused: m.opts.Now()}
	for _, key := range m.removal.unmarked {
		m.marks.Set(key, true)
	}
	earlier := m.removal.earlier
	m.closeView(m.removal.pane)
	m.removal = removal{}
	if earlier != nil {
		m.removal = *earlier
	}
	for _, fact := range replanned() {
		stale.known = append(stale.known, m.snapshot.Facts[fact].At)
	}
	m.stale = &stale
	if m.session != nil {
		m.session.Reload(replanned()...)
	}
	return m.say(saysStale)
}

// replanStale makes the stale plan anew as soon as the newest snapshot allows it, and
// asks again; unless the person has gone on to something else.
func (m *Model) replanStale() tea.Cmd {
	stale := m.stale
	if stale == nil {
		return nil
	}
	if m.opts.Now().Sub(stale.refused) > replanPatience {
		m.stale = nil
		return nil
	}
	for i, fact := range replanned() {
		switch state := m.snapshot.Facts[fact]; {
		case state.Status == model.StatusFailed && state.Problem != nil:
			m.stale = nil
			return m.say("The plan can't be made anew: " + state.Problem.Error() + ".")
		case state.Status == model.StatusLoading || !state.At.After(stale.known[i]):
			return nil
		}
	}
	m.stale = nil
	if m.busy() {
		return nil
	}
	if name := stale.pane.Policy(); name != "" {
		return m.replanPolicyCmd(name, stale.pane.Backup())
	}
	stale.pane.SetInventory(m.snapshot.Inventory)
	if len(stale.pane.Plan().Steps) == 0 {
		return m.say(saysNoneLeft)
	}
	m.openView(stale.pane)
	m.planAsOf = m.snapshot.AsOf(m.opts.Now())
	return tea.Batch(m.readPins(), m.say(saysReplanned))
}

// replanPolicyCmd has the policies weighed again, and the plan of one of them then opens.
func (m *Model) replanPolicyCmd(name string, backup model.BackupChoice) tea.Cmd {
	at := slices.IndexFunc(m.opts.Policies.List, func(p *policy.Policy) bool { return model.Clean(p.Name) == name })
	if at < 0 {
		return nil
	}
	policies, snapshot, now, generation := m.policies(), m.snapshot, m.opts.Now(), m.generation
	return func() tea.Msg {
		return policyReplannedMsg{policy: at, backup: backup, weighed: weighPolicies(policies, snapshot, now, generation)}
	}
}

// openReplanned opens the new plan of a policy.
func (m *Model) openReplanned(msg policyReplannedMsg) tea.Cmd {
	if m.busy() || msg.weighed.generation != m.generation {
		return nil
	}
	open := m.planPolicy(msg.policy, msg.weighed)
	p := m.plan()
	if p == nil {
		return open // which says why there is none
	}
	p.SetBackup(msg.backup)
	return tea.Batch(open, m.say(saysReplanned))
}

// busy reports whether the person is at something that a plan must not cover.
func (m *Model) busy() bool {
	_, dialog := m.top()
	return dialog || m.session == nil || m.plan() != nil || m.filter.open
}
