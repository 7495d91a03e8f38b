// Package pin works out what the queries of pins protect.
package pin

import (
	"errors"
	"slices"

	"jettison/model"
	"jettison/model/query"
	"jettison/model/reference"
)

// Rule is a pin: nothing removes what its query matches.
type Rule struct {
	Query      *query.Query
	Configured bool // in the configuration, so that only its owner takes it away
}

// Queries that can't be pins.
var (
	errEmpty  = errors.New("an empty query would protect every image; what matches every image is `dangling or -dangling`")
	errStates = errors.New("`pinned` and `marked` mean nothing in a pin")
)

// Parse reads the query of a pin. A mistake in the language is a *query.Error.
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

// For returns the query that pins a row: by its reference, which another image
// may have later; else by a digest; else by the image ID.
func For(row *model.Row) string {
	switch {
	case reference.IsDigest(row.Ref):
		return query.Exact("digest", row.Ref)
	case row.Ref != "":
		return query.Exact("ref", row.Ref)
	}
	return query.Exact("id", string(row.Image.ID))
}

// Resolve returns what rules protect in the inventory of env. What they can't
// decide yet counts as protected. Of several matching rules, the first is named.
func Resolve(rules []Rule, env query.Env) model.Pins {
	if len(rules) == 0 {
		return nil
	}
	judges := make([]judge, len(rules))
	for i, rule := range rules {
		judges[i] = judge{rule.Query.Compile(env), model.Pin{Query: rule.Query.String(), Configured: rule.Configured}}
	}
	pins := model.Pins{}
	rows := env.Inventory.Rows()
	for i := range rows {
		row := &rows[i]
		if pin, ok := first(judges, func(m query.Matcher) (matches, excludes bool) { return m.Match(row), m.Excludes(row) }); ok {
			pins[row.Key()] = pin
		}
	}
	for target, judge := range query.Things(env.Inventory) {
		if pin, ok := first(judges, judge); ok {
			pins[model.Key{Target: target}] = pin
		}
	}
	return pins
}

// judge is a rule that is ready to judge, and its pin.
type judge struct {
	matcher query.Matcher
	pin     model.Pin
}

// first returns the first rule that matches something, else the first that may match it.
func first(judges []judge, of func(query.Matcher) (matches, excludes bool)) (pin model.Pin, ok bool) {
	for i := range judges {
		j := &judges[i]
		matches, excludes := of(j.matcher)
		switch {
		case matches:
			return j.pin, true
		case !ok && !excludes:
			pin, ok = j.pin, true
			pin.Undecided = true
		}
	}
	return pin, ok
}

// Needs returns the facts that rules ask about besides the image list, in their
// order.
func Needs(rules []Rule) []model.Fact {
	var facts []model.Fact
	for _, rule := range rules {
		facts = append(facts, rule.Query.Needs()...)
	}
	slices.Sort(facts)
	return slices.Compact(facts)
}
