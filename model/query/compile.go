package query

import (
	"cmp"
	"fmt"
	"slices"

	"jettison/model"
)

// Compile prepares the query for judging rows. It works out places in
// repositories and ancestry once, over the whole inventory.
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

// compiled is a predicate and its cost: roughly how many nanoseconds it takes
// for a row. Memory outside of the row costs more than the comparison.
type compiled struct {
	judge predicate
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

func (n negation) compile(c *compiler) compiled {
	member := n.member.compile(c)
	return compiled{func(row *model.Row) truth { return -member.judge(row) }, member.cost}
}

func (n word) compile(*compiler) compiled { return compiled{judgeWord(n.text), costSearch} }

func (n state) compile(c *compiler) compiled { return mustState(n.name).judge.judge(c) }

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

// members compiles nodes and puts the cheapest first. The order does not change
// the result.
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
