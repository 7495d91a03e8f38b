package query

import (
	"cmp"
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
	compiled := c.node(q.root)
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
	ranks      map[string]*ranking // by field, once asked for
	unresolved []*Error
}

func (c *compiler) node(n node) compiled {
	switch n := n.(type) {
	case allOf:
		return c.all(n.members)
	case anyOf:
		return c.any(n.members)
	case negation:
		member := c.node(n.member)
		return compiled{func(row *model.Row) truth { return -member.judge(row) }, member.cost}
	case word:
		return compiled{judgeWord(n.text), costSearch}
	case state:
		return c.state(n.name)
	case comparison:
		return c.comparison(n)
	}
	return compiled{func(*model.Row) truth { return unknown }, 0}
}

// members compiles nodes, the cheapest first: the order does not change the
// result.
func (c *compiler) members(nodes []node) (judges []predicate, cost int) {
	members := make([]compiled, len(nodes))
	for i, n := range nodes {
		members[i] = c.node(n)
	}
	slices.SortStableFunc(members, func(a, b compiled) int { return cmp.Compare(a.cost, b.cost) })
	for _, member := range members {
		judges = append(judges, member.judge)
		cost += member.cost
	}
	return judges, cost
}

func (c *compiler) all(nodes []node) compiled {
	judges, cost := c.members(nodes)
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

func (c *compiler) any(nodes []node) compiled {
	judges, cost := c.members(nodes)
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

func (c *compiler) comparison(n comparison) compiled {
	if n.op == opNotEqual {
		n.op = opEqual
		equal := c.comparison(n)
		return compiled{func(row *model.Row) truth { return -equal.judge(row) }, equal.cost}
	}
	switch v := n.value.(type) {
	case amount:
		return c.number(n.field, v.accepted(n.op))
	case duration:
		return c.moment(n.field, v.accepted(n.op, c.env.Now))
	case date:
		return c.moment(n.field, v.accepted(n.op, c.env.Now.Location()))
	}
	switch n.field {
	case "label":
		return judgeLabel(n.op, n.value.String())
	case "ancestor":
		return compiled{c.ancestor(n), costLookup}
	case "base-of":
		return compiled{c.baseOf(n), costLookup}
	}
	return judgeText(n.field, n.op, n.value.String())
}

// number compares the number that a field stands for.
func (c *compiler) number(field string, accepted interval) compiled {
	if field == "rank" || field == "vrank" {
		ranks := c.ranking(field)
		return compiled{func(row *model.Row) truth { return ranks.place(row).in(accepted) }, costLookup}
	}
	read := imageNumber(field)
	return compiled{func(row *model.Row) truth { return read(row.Image).in(accepted) }, costNumber}
}

func (c *compiler) ranking(field string) *ranking {
	if c.ranks[field] == nil {
		if c.ranks == nil {
			c.ranks = map[string]*ranking{}
		}
		if field == "vrank" {
			c.ranks[field] = rankByVersion(c.env.Inventory.Rows())
		} else {
			c.ranks[field] = rankByDate(c.env.Inventory.Rows())
		}
	}
	return c.ranks[field]
}

// moment compares the moment that a field stands for.
func (c *compiler) moment(field string, accepted interval) compiled {
	if field == "used" {
		return compiled{c.lastUse(accepted), costLookup}
	}
	tagged := field == "tagged"
	return compiled{func(row *model.Row) truth {
		at := row.Image.Created
		if tagged {
			at = row.Image.LastTagged
		}
		if at.IsZero() {
			return anything().in(accepted)
		}
		return exactly(nanoseconds(at)).in(accepted)
	}, costNumber}
}
