package query

import (
	"cmp"
	"fmt"
	"slices"
	"time"

	"jettison/model"
)

// Env is what a query is judged in.
type Env struct {
	// Now is the moment that ages are reckoned from; dates are of its location.
	Now time.Time
	// Inventory is what the rows belong to; nil counts as empty.
	Inventory *model.Inventory
	// Marked answers for the state of the same name, each time that a row is
	// judged; nil counts as never.
	Marked func(model.Key) bool
	// Known reports whether a fact has been loaded into the inventory. Until
	// the containers are known, no image is used or unused. nil counts as all
	// known.
	Known func(model.Fact) bool
}

// Matcher judges the rows of one inventory. It is immutable and safe for
// concurrent use as far as Env.Marked is; the zero Matcher
// matches every row.
type Matcher struct {
	judge      predicate
	unresolved []*Error
}

// Match reports whether a row of the environment's inventory matches for
// certain.
func (m Matcher) Match(row *model.Row) bool {
	return m.judge == nil || m.judge(row) == yes
}

// Excludes reports whether a row does not match for certain. Of a row about
// which the query can't be decided neither Match nor Excludes is true.
func (m Matcher) Excludes(row *model.Row) bool {
	return m.judge != nil && m.judge(row) == no
}

// Unresolved are the values of ancestor and base-of that name no image of the
// inventory, each with its place in the query and a near reference. Such terms
// are neither true nor false of any row: what was built on an image that is gone
// can't be told.
func (m Matcher) Unresolved() []*Error { return m.unresolved }

// Compile prepares the query for judging rows: places in repositories and
// ancestry are worked out here, once, over the whole inventory.
func (q *Query) Compile(env Env) Matcher {
	if q.root == nil {
		return Matcher{}
	}
	if env.Inventory == nil {
		env.Inventory = model.NewInventory(model.Engine{}, env.Now, nil, nil, nil)
	}
	c := compiler{text: q.text, env: env}
	compiled := q.root.compile(&c)
	return Matcher{judge: compiled.judge, unresolved: c.unresolved}
}

// compiled is a predicate and about how many nanoseconds it takes. Reading what
// lies outside of the row costs more than the comparison.
type compiled struct {
	judge predicate
	cost  int
}

// The costs of the kinds of predicates, used to ask the cheap ones first.
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
	byDate     *ranking // once asked for
	byVersion  *ranking
	unresolved []*Error
}

func (n negation) compile(c *compiler) compiled {
	member := n.member.compile(c)
	return compiled{func(row *model.Row) truth { return -member.judge(row) }, member.cost}
}

func (n word) compile(*compiler) compiled { return compiled{judgeWord(n.text), costSearch} }

func (n state) compile(c *compiler) compiled { return mustState(n.name).judge(c) }

func (n comparison) compile(c *compiler) compiled {
	if n.op == opNotEqual {
		n.op = opEqual
		return negation{member: n}.compile(c)
	}
	return mustField(n.field).kind.compile(c, n)
}

func (n term) compile(*compiler) compiled {
	panic(fmt.Sprintf("query: the term %q is not checked", n.token.text))
}

// members compiles nodes, the cheapest first: the order does not change the
// result.
func (c *compiler) members(nodes []node) (judges []predicate, cost int) {
	members := make([]compiled, len(nodes))
	for i, n := range nodes {
		members[i] = n.compile(c)
	}
	slices.SortStableFunc(members, func(a, b compiled) int { return cmp.Compare(a.cost, b.cost) })
	for _, member := range members {
		judges = append(judges, member.judge)
		cost += member.cost
	}
	return judges, cost
}

func (n allOf) compile(c *compiler) compiled {
	judges, cost := c.members(n.members)
	return compiled{func(row *model.Row) truth {
		result := yes
		for _, judge := range judges {
			switch v := judge(row); {
			case v == no:
				return no
			case v < result:
				result = v
			}
		}
		return result
	}, cost}
}

func (n anyOf) compile(c *compiler) compiled {
	judges, cost := c.members(n.members)
	return compiled{func(row *model.Row) truth {
		result := no
		for _, judge := range judges {
			switch v := judge(row); {
			case v == yes:
				return yes
			case v > result:
				result = v
			}
		}
		return result
	}, cost}
}

func (c *compiler) known(fact model.Fact) bool {
	return c.env.Known == nil || c.env.Known(fact)
}
