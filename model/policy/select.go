package policy

import (
	"jettison/model"
	"jettison/model/query"
)

// Select works out what the policy removes now.
func (p *Policy) Select(env Env) *Selection {
	s := &Selection{}
	needed, problem := p.needed(&env)
	if problem != nil {
		s.Problem = problem
		return s
	}
	sel := selector{policy: p, env: &env, out: s, kept: map[model.Key]Kept{}, needed: needed}
	found := sel.candidates()
	sel.allowContainers(found)
	sel.sort(found)
	sel.take(found)
	sel.list()
	return s
}

// Plan returns the plan of what the policy removes now. It can be executed as it
// stands: blocked steps are in it, but not ready.
func (p *Policy) Plan(env Env) (*model.Plan, *Selection) {
	s := p.Select(env)
	return model.NewPlan(env.Inventory, s.Marks(), s.Choices), s
}

// selector builds a selection.
type selector struct {
	policy *Policy
	env    *Env
	out    *Selection
	kept   map[model.Key]Kept
	needed int64 // bytes that must come back; 0 or less when the budget holds
	// after is the inventory without the containers that may go.
	after *model.Inventory
}

// rule is a keep query that is ready to judge.
type rule struct {
	text    string
	matcher query.Matcher
	times   bool // it asks for tag times
}

// candidates returns the images of which something is to go.
func (s *selector) candidates() []*candidate {
	var remove []query.Matcher
	for _, q := range s.policy.Remove {
		remove = append(remove, s.compile(q))
	}
	var keep []rule
	for _, f := range s.env.Filters {
		keep = append(keep, rule{"docker's pruneFilters: " + f.Text, s.compile(f.Query), false})
	}
	for _, q := range s.policy.Keep {
		keep = append(keep, rule{q.Text(), s.compile(q), len(q.TagTimeTerms()) > 0})
	}
	byID := map[model.ImageID]*candidate{}
	var found []*candidate
	rows := s.env.Inventory.Rows()
	for i := range rows {
		row := &rows[i]
		if !matches(remove, row) {
			continue
		}
		if kept, stays := s.spared(keep, row); stays {
			s.kept[row.Key()] = kept
			continue
		}
		c, ok := byID[row.Image.ID]
		if !ok {
			c = &candidate{image: row.Image}
			byID[row.Image.ID] = c
			found = append(found, c)
		}
		c.keys = append(c.keys, row.Key())
	}
	return found
}

func (s *selector) compile(q *query.Query) query.Matcher {
	matcher := q.Compile(s.env.Env)
	s.out.Unresolved = append(s.out.Unresolved, matcher.Unresolved()...)
	return matcher
}

func matches(remove []query.Matcher, row *model.Row) bool {
	for _, matcher := range remove {
		if matcher.Match(row) {
			return true
		}
	}
	return false
}

// spared returns why a row stays despite a remove query.
func (s *selector) spared(keep []rule, row *model.Row) (Kept, bool) {
	key := row.Key()
	if pin, ok := s.env.Inventory.Pin(key); ok {
		return Kept{Key: key, Reason: ReasonPinned, Pin: pin}, true
	}
	undecided := Kept{}
	for _, r := range keep {
		switch {
		case r.matcher.Match(row):
			return Kept{Key: key, Reason: ReasonKeep, By: r.text}, true
		case !r.matcher.Excludes(row) && undecided.By == "":
			undecided = Kept{Key: key, Reason: ReasonUndecided, By: r.text, Untimed: r.times && row.Image.LastTagged.IsZero()}
		}
	}
	return undecided, undecided.By != ""
}

// list puts what is kept in the order of the inventory.
func (s *selector) list() {
	rows := s.env.Inventory.Rows()
	for i := range rows {
		if kept, ok := s.kept[rows[i].Key()]; ok {
			s.out.Kept = append(s.out.Kept, kept)
		}
	}
}
