package query

import (
	"cmp"
	"fmt"
	"slices"

	"jettison/model"
)

// Compile prepares the query for judging things. It works out places in
// repositories and ancestry once, over the whole inventory.
func (q *Query) Compile(env Env) Matcher {
	if env.Inventory == nil {
		env.Inventory = model.NewInventory(model.Engine{}, env.Now, nil, nil, nil)
	}
	c := compiler{text: q.text, env: env}
	m := Matcher{asked: q.asked()}
	m.image = compileFor(&c, q, images)
	m.container = compileFor(&c, q, containers)
	m.volume = compileFor(&c, q, volumes)
	m.cache = compileFor(&c, q, caches)
	m.unresolved = c.unresolved
	return m
}

// compileFor prepares a query for the things of one kind. It returns nil if it matches
// all or, because it asks for others, none of them.
func compileFor[T any](c *compiler, q *Query, kind func() table[T]) predicate[T] {
	t := kind()
	if q.root == nil || !q.asked().has(t.kind) {
		return nil
	}
	compiled, always := compileTree(c, &t, q.root, true)
	switch always {
	case yes:
		return nil
	case no:
		return func(T) truth { return no }
	case unknown:
	}
	return compiled.judge
}

// compiled is a predicate and its cost: roughly how many nanoseconds it takes
// for a thing. Memory outside of the thing costs more than the comparison.
type compiled[T any] struct {
	judge predicate[T]
	cost  int
}

// The costs of predicates. Members of a query are asked in this order.
const (
	costFlag   = 10 // of the row itself
	costNumber = 20 // of the image
	costText   = 30
	costSearch = 40
	costLookup = 50
	costRegexp = 200
)

// compiler turns a tree into predicates.
type compiler struct {
	text       string
	env        Env
	byDate     *ranking // nil until a term asks for it
	byVersion  *ranking // likewise
	unresolved []*Error
}

// compileTree prepares a node, or its negation unless holds, for the things of one
// kind. always is the answer if it is the same for all of them, else unknown.
//
// A comparison or state that the kind does not have matches none of its things, and
// neither does its negation. That is why negations are carried down to the terms.
func compileTree[T any](c *compiler, t *table[T], n node, holds bool) (made compiled[T], always truth) {
	switch n := n.(type) {
	case allOf:
		return compileMembers(c, t, n.members, holds, holds)
	case anyOf:
		return compileMembers(c, t, n.members, !holds, holds)
	case negation:
		return compileTree(c, t, n.member, !holds)
	case kindTerm:
		return made, truthOf(n.kinds.has(t.kind) == holds)
	case word:
		return holding(compiled[T]{t.word(n.text), costSearch}, holds), unknown
	case state:
		if s, ok := t.state(n.name); ok {
			return holding(s.judge.judge(c), holds), unknown
		}
		return made, no
	case comparison:
		f, ok := t.field(n.field)
		if !ok {
			return made, no
		}
		if n.op == opNotEqual {
			n.op, holds = opEqual, !holds
		}
		return holding(f.values.compile(c, n), holds), unknown
	}
	panic(fmt.Sprintf("query: a %T is not checked", n))
}

// holding returns a predicate, or its negation unless holds.
func holding[T any](made compiled[T], holds bool) compiled[T] {
	if holds {
		return made
	}
	return compiled[T]{func(of T) truth { return -made.judge(of) }, made.cost}
}

// compileMembers prepares nodes, or their negations unless holds: a conjunction if
// together, else a disjunction. It puts the cheapest first, which does not change the
// result.
func compileMembers[T any](c *compiler, t *table[T], nodes []node, together, holds bool) (made compiled[T], always truth) {
	// What decides the whole by itself, and what leaves it to the others.
	decides, leaves := yes, no
	if together {
		decides, leaves = no, yes
	}
	var members []compiled[T]
	for _, n := range nodes {
		member, always := compileTree(c, t, n, holds)
		if always == decides {
			return made, decides
		}
		if always == unknown {
			members = append(members, member)
		}
	}
	if len(members) == 0 {
		return made, leaves
	}
	slices.SortStableFunc(members, func(a, b compiled[T]) int { return cmp.Compare(a.cost, b.cost) })
	judges := make([]predicate[T], len(members))
	for i, member := range members {
		judges[i] = member.judge
		made.cost += member.cost
	}
	switch {
	case len(judges) == 1:
		made.judge = judges[0]
	case together:
		made.judge = allHold(judges)
	default:
		made.judge = anyHolds(judges)
	}
	return made, unknown
}

func allHold[T any](judges []predicate[T]) predicate[T] {
	return func(of T) truth {
		result := yes
		for _, judge := range judges {
			switch v := judge(of); {
			case v == no:
				return no
			case v < result:
				result = v
			}
		}
		return result
	}
}

func anyHolds[T any](judges []predicate[T]) predicate[T] {
	return func(of T) truth {
		result := no
		for _, judge := range judges {
			switch v := judge(of); {
			case v == yes:
				return yes
			case v > result:
				result = v
			}
		}
		return result
	}
}
