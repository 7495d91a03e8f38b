// Package pin works out what the queries of pins protect.
package pin

import (
	"errors"
	"slices"

	"jettison/model"
	"jettison/model/query"
)

// Rule is a pin: what its query matches stays until it is taken away.
type Rule struct {
	Query      *query.Query
	Configured bool // in the configuration, so that only its owner takes it away
}

// The words about queries that can't be pins.
var (
	errEmpty  = errors.New("an empty query would protect every image; what matches every image is `dangling or -dangling`")
	errStates = errors.New("`pinned` and `marked` mean nothing in a pin")
)

// Parse reads the query of a pin. What is wrong with the language is a
// *query.Error.
func Parse(text string) (*query.Query, error) {
	q, err := query.Parse(text)
	switch {
	case err != nil:
		return nil, err
	case q.Empty():
		return nil, errEmpty
	case q.Names("pinned") || q.Names("marked"):
		return nil, errStates
	}
	return q, nil
}

// For is the query of a pin for one row: by its reference, which another image may
// have later; without one by a registry's digest; and by the image where it has
// none.
func For(row *model.Row) string {
	switch {
	case row.Ref != "":
		return query.Exact("ref", row.Ref)
	case len(row.Image.Digests) > 0:
		return query.Exact("digest", row.Image.Digests[0])
	}
	return query.Exact("id", string(row.Image.ID))
}

// Resolve is what rules protect in the inventory of an environment. What can't be
// decided yet counts as protected. Of several rules the first is told.
func Resolve(rules []Rule, env query.Env) model.Pins {
	if len(rules) == 0 {
		return nil
	}
	matchers := make([]query.Matcher, len(rules))
	for i, rule := range rules {
		matchers[i] = rule.Query.Compile(env)
	}
	pins := model.Pins{}
	rows := env.Inventory.Rows()
	for i := range rows {
		if pin, ok := first(rules, matchers, &rows[i]); ok {
			pins[rows[i].Key()] = pin
		}
	}
	return pins
}

// first is the first rule that matches a row, or that may match it when none does.
func first(rules []Rule, matchers []query.Matcher, row *model.Row) (pin model.Pin, ok bool) {
	for i, rule := range rules {
		found := model.Pin{Query: rule.Query.String(), Configured: rule.Configured}
		switch {
		case matchers[i].Match(row):
			return found, true
		case !ok && !matchers[i].Excludes(row):
			found.Undecided = true
			pin, ok = found, true
		}
	}
	return pin, ok
}

// Needs are the facts beside the image list that rules ask about, in their order.
func Needs(rules []Rule) []model.Fact {
	var facts []model.Fact
	for _, rule := range rules {
		facts = append(facts, rule.Query.Needs()...)
	}
	slices.Sort(facts)
	return slices.Compact(facts)
}
