package ui

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"jettison/model"
	"jettison/model/policy"
	"jettison/ui/dialog"
)

// Policies are the policies that a person configured, and what they are judged
// by.
type Policies struct {
	List    []*policy.Policy
	Filters []policy.Filter // rules that keep, whatever the policy
	// Problem is why none of them may be applied; nil when they may.
	Problem error
	// Free measures how many bytes are free on the engine's disk, or answers
	// model.Unknown. It may block; nil when nobody knows.
	Free func() int64
}

// askPolicies opens the policies, once it is known how much is free where one
// of them asks for that.
func (m *Model) askPolicies() tea.Cmd {
	p := &m.opts.Policies
	wantsFree := func(p *policy.Policy) bool { return p.MinFree > 0 }
	switch {
	case len(p.List) == 0:
		return m.say("The configuration has no policies.")
	case p.Free == nil || !slices.ContainsFunc(p.List, wantsFree):
		m.openPolicies(model.Unknown)
		return nil
	}
	return measureFreeCmd(p.Free, m.generation)
}

func measureFreeCmd(measure func() int64, generation int) tea.Cmd {
	return func() tea.Msg { return freeMeasuredMsg{generation, measure()} }
}

func (m *Model) receiveFree(msg freeMeasuredMsg) {
	if msg.generation == m.generation && m.session != nil && m.plan == nil {
		m.openPolicies(msg.bytes)
	}
}

// openPolicies offers the policies, each with what it would remove now.
func (m *Model) openPolicies(free int64) {
	list := m.opts.Policies.List
	items := make([]dialog.Item, len(list))
	for i, p := range list {
		items[i] = dialog.Item{Label: model.Clean(p.Name), About: aboutPolicy(p)}
		if i < 9 {
			items[i].Key = strconv.Itoa(i + 1)
		}
		switch s, why := m.selects(p, free); {
		case why != "":
			items[i].Off = why
		default:
			items[i].Figure = m.selectionWords(s)
		}
	}
	menu := dialog.NewMenu(m.styles, "Policies", items)
	m.openDialog(menu, func() tea.Cmd { return m.planPolicy(list[menu.Choice()], free) })
}

// aboutPolicy is what a policy removes, in its own words.
func aboutPolicy(p *policy.Policy) string {
	texts := make([]string, len(p.Remove))
	for i, q := range p.Remove {
		texts[i] = q.Text()
	}
	return model.Clean(strings.Join(texts, " or "))
}

// selects is what a policy removes now, or why that is nothing.
func (m *Model) selects(p *policy.Policy, free int64) (s *policy.Selection, why string) {
	if problem := m.opts.Policies.Problem; problem != nil {
		return nil, model.Clean(problem.Error())
	}
	env := m.images.Env()
	s = p.Select(policy.Env{Env: env, Filters: m.opts.Policies.Filters, Free: free})
	switch {
	case s.Problem != nil:
		return nil, s.Problem.Why
	case len(s.Remove) > 0 || len(s.Blocked) > 0:
		return s, ""
	case p.Budgeted() && s.Missing == 0:
		return nil, "the budget holds"
	case len(s.Kept) > 0:
		return nil, "all that matches is kept"
	}
	return nil, "nothing matches now"
}

// selectionWords are how much a selection is, and what it is worth.
func (m *Model) selectionWords(s *policy.Selection) string {
	dot := " " + m.styles.Glyphs.Dot + " "
	words := ""
	if len(s.Remove) > 0 {
		words = strconv.Itoa(len(s.Remove)) + dot + s.Reclaim.String()
	}
	if n := len(s.Blocked); n > 0 {
		if words != "" {
			words += dot
		}
		words += fmt.Sprintf("%s %d", m.styles.Glyphs.Blocked, n)
	}
	return words
}

// planPolicy opens the plan of what a policy removes now, which may be
// something else than when the menu opened.
func (m *Model) planPolicy(p *policy.Policy, free int64) tea.Cmd {
	s, why := m.selects(p, free)
	if why != "" {
		return m.say(model.Clean(p.Name) + ": " + why + ".")
	}
	m.showPlan(s.Marks(), maps.Clone(s.Choices))
	m.plan.SetPolicy(model.Clean(p.Name))
	return nil
}
