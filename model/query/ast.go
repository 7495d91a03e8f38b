package query

import "strings"

// node is a part of a query. A bare and a term exist only until check replaces them.
type node interface {
	// format writes the node as a member of parent, which is nil at the top.
	format(b *strings.Builder, parent node)
}

type (
	// allOf and anyOf have at least two members, none of their own type: parse
	// merges nested ones.
	allOf struct{ members []node }
	anyOf struct{ members []node }

	// negation never contains another negation.
	negation struct{ member node }

	// word is text to search for.
	word struct{ text string }

	// state names an entry of the table of states.
	state struct{ name string }

	// comparison compares a field of the table with a value of the field's kind.
	comparison struct {
		field string
		op    operator
		value value
		at    span // of the value
	}

	// term is a comparison that check has not seen yet.
	term struct{ token token }

	// bare is a word or a state that check has not seen yet.
	bare struct{ token token }
)

// all returns a node that holds when both nodes hold.
func all(a, b node) node {
	return allOf{members: append(membersOfAll(a), membersOfAll(b)...)}
}

func membersOfAll(n node) []node {
	if joined, ok := n.(allOf); ok {
		return joined.members
	}
	return []node{n}
}

// anyNode returns a node that holds when either node holds.
func anyNode(a, b node) node {
	return anyOf{members: append(membersOfAny(a), membersOfAny(b)...)}
}

func membersOfAny(n node) []node {
	if joined, ok := n.(anyOf); ok {
		return joined.members
	}
	return []node{n}
}

// negate returns the opposite of a node. Two negations cancel out.
func negate(n node) node {
	if negated, ok := n.(negation); ok {
		return negated.member
	}
	return negation{member: n}
}

// value is the right-hand side of a comparison. Its String is canonical.
type value interface{ String() string }

// walk visits the leaves of a tree.
func walk(n node, visit func(node)) {
	switch n := n.(type) {
	case nil:
	case allOf:
		for _, member := range n.members {
			walk(member, visit)
		}
	case anyOf:
		for _, member := range n.members {
			walk(member, visit)
		}
	case negation:
		walk(n.member, visit)
	default:
		visit(n)
	}
}
