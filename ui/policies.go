package ui

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"jettison/model"
	"jettison/model/policy"
	"jettison/model/query"
	"jettison/model/words"
	"jettison/ui/dialog"
)

// Policies are the configured policies and what they depend on.
type Policies struct {
	List    []*policy.Policy
	Filters []policy.Filter // rules that keep, whatever the policy
	// Problem is why none of them may be applied; nil when they may.
	Problem error
	// Free measures how many bytes are free on the engine's disk, or answers
	// model.Unknown. It may block; nil when nobody knows.
	Free func(model.Engine) int64
}

// evaluation is what a policy would remove now, or why it would remove nothing.
type evaluation struct {
	selection *policy.Selection
	why       string
}

// askPolicies evaluates the policies and then opens their menu.
func (m *Model) askPolicies() tea.Cmd {
	return evaluatePoliciesCmd(m.policies(), m.snapshot, m.opts.Now(), m.generation)
}

// policies returns the configured policies, as they apply to the engine.
func (m *Model) policies() Policies {
	policies := m.opts.Policies
	if m.demo {
		policies.Free = nil // it is about another engine
	}
	return policies
}

// evaluatePoliciesCmd works out what each policy would remove, which takes too long for
// Update when there are many images and policies.
func evaluatePoliciesCmd(p Policies, snapshot model.Snapshot, now time.Time, generation int) tea.Cmd {
	return func() tea.Msg { return evaluatePolicies(p, snapshot, now, generation) }
}

// evaluatePolicies is the work of evaluatePoliciesCmd.
func evaluatePolicies(p Policies, snapshot model.Snapshot, now time.Time, generation int) policiesEvaluatedMsg {
	msg := policiesEvaluatedMsg{generation: generation, inventory: snapshot.Inventory, free: model.Unknown}
	if p.Free != nil && slices.ContainsFunc(p.List, func(p *policy.Policy) bool { return p.MinFree > 0 }) {
		msg.free = p.Free(snapshot.Inventory.Engine)
	}
	for _, one := range p.List {
		msg.evaluations = append(msg.evaluations, p.evaluate(one, snapshot, now, msg.free))
	}
	return msg
}

// evaluate works out what a policy removes.
func (p *Policies) evaluate(one *policy.Policy, snapshot model.Snapshot, now time.Time, free int64) evaluation {
	if p.Problem != nil {
		return evaluation{why: model.Clean(p.Problem.Error())}
	}
	if snapshot.Last != nil {
		return evaluation{why: waitsForList}
	}
	if why := toCome(&snapshot); why != "" {
		return evaluation{why: why}
	}
	if slices.Contains(one.Needs(p.Filters), model.FactTagTimes) && readingTagTimes(&snapshot) {
		return evaluation{why: tagTimesToCome}
	}
	s := one.Select(policy.Env{
		Env: query.Env{
			Now: now, Inventory: snapshot.Inventory,
			Known: func(fact model.Fact) bool { return !snapshot.Facts[fact].At.IsZero() },
		},
		Filters: p.Filters, Free: free,
	})
	switch {
	case s.Problem != nil:
		return evaluation{why: words.Problem(s.Problem).Why}
	case len(s.Remove) > 0 || len(s.Blocked) > 0:
		return evaluation{selection: s}
	case one.Budgeted() && s.Missing == 0:
		return evaluation{why: "the budget holds"}
	case len(s.Kept) > 0:
		return evaluation{why: "all that matches is kept"}
	}
	return evaluation{why: "nothing matches now"}
}

// openPolicies opens the menu of the policies, each with what it would remove now,
// unless the person has moved on meanwhile.
func (m *Model) openPolicies(msg policiesEvaluatedMsg) {
	if m.busy() || msg.generation != m.generation {
		return
	}
	list := m.opts.Policies.List
	items := make([]dialog.Item, len(list))
	for i, p := range list {
		items[i] = dialog.Item{Label: model.Clean(p.Name), About: aboutPolicy(p), Off: msg.evaluations[i].why}
		if i < 9 {
			items[i].Key = strconv.Itoa(i + 1)
		}
		if s := msg.evaluations[i].selection; s != nil {
			items[i].Figure = m.selectionWords(s)
		}
	}
	menu := dialog.NewMenu(m.styles, "Policies", items)
	m.openDialog(menu, func() tea.Cmd { return m.planPolicy(menu.Choice(), msg) })
}

// aboutPolicy returns the queries of a policy as they were written.
func aboutPolicy(p *policy.Policy) string {
	texts := make([]string, len(p.Remove))
	for i, q := range p.Remove {
		texts[i] = q.Text()
	}
	return model.Clean(strings.Join(texts, " or "))
}

// selectionWords tell how many references a selection has and what removing them frees.
func (m *Model) selectionWords(s *policy.Selection) string {
	dot := " " + m.styles.Glyphs.Dot + " "
	text := ""
	if len(s.Remove) > 0 {
		text = words.Count(len(s.Remove)) + dot + words.Bytes(s.Reclaim)
	}
	if n := len(s.Blocked); n > 0 {
		if text != "" {
			text += dot
		}
		text += m.styles.Glyphs.Blocked + " " + words.Count(n)
	}
	return text
}

// planPolicy opens the plan of a policy. It evaluates the policy again if the inventory
// has changed since.
func (m *Model) planPolicy(at int, msg policiesEvaluatedMsg) tea.Cmd {
	p, w := m.opts.Policies.List[at], msg.evaluations[at]
	if m.snapshot.Inventory != msg.inventory {
		w = m.opts.Policies.evaluate(p, m.snapshot, m.opts.Now(), msg.free)
	}
	name := model.Clean(p.Name)
	if w.selection == nil {
		return m.say(name + ": " + w.why + ".")
	}
	cmd := m.showPlan(w.selection.Marks(), maps.Clone(w.selection.Choices))
	if p := m.plan(); p != nil {
		p.SetPolicy(name)
	}
	return cmd
}
