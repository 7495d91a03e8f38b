package query

import "strings"

// node is a part of a query: allOf, anyOf, negation, word, state, comparison,
// and term until it was checked.
type node interface {
	compile(c *compiler) compiled
	// format writes the node as a member of parent, which is nil at the top.
	format(b *strings.Builder, parent node)
}

type (
	// allOf and anyOf have at least two members, none of which is of the same
	// type: nested ones are merged.
	allOf struct{ members []node }
	anyOf struct{ members []node }

	// negation never contains a negation.
	negation struct{ member node }

	// word is text to search for.
	word struct{ text string }

	// state is one of the states of an image.
	state struct{ name string }

	// comparison is a field's comparison with a value of the field's kind.
	comparison struct {
		field string
		op    operator
		value value
		at    span // of the value
	}

	// term is a comparison before its check.
	term struct{ token token }
)

// all joins two nodes that must both hold.
func all(a, b node) node {
	return allOf{members: append(membersOfAll(a), membersOfAll(b)...)}
}

func membersOfAll(n node) []node {
	if joined, ok := n.(allOf); ok {
		return joined.members
	}
	return []node{n}
}

// anyNode joins two nodes of which one must hold.
func anyNode(a, b node) node {
	return anyOf{members: append(membersOfAny(a), membersOfAny(b)...)}
}

func membersOfAny(n node) []node {
	if joined, ok := n.(anyOf); ok {
		return joined.members
	}
	return []node{n}
}

// negate is the opposite; twice is not at all.
func negate(n node) node {
	if negated, ok := n.(negation); ok {
		return negated.member
	}
	return negation{member: n}
}

// value is what a field is compared with. Its String is canonical.
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
