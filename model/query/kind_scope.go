package query

import "jettison/model"

// scope is what a part of a query says about the kinds of the things that it can
// match.
type scope struct {
	kinds kindSet // those that it can match at most
	// says reports whether it names kinds, so that it means no others. What is
	// only negated names none: `-kind:volume` would mean all kinds that there
	// are, and those of later versions.
	says bool
	// only reports whether it is about kinds and nothing else.
	only bool
}

// scopeOf returns the scope of a part of a query.
func scopeOf(n node) scope {
	switch n := n.(type) {
	case kindTerm:
		return scope{kinds: n.kinds, says: true, only: true}
	case negation:
		if member := scopeOf(n.member); member.only {
			return scope{kinds: everyKind() &^ member.kinds, only: true}
		}
	case allOf:
		joined := scope{kinds: everyKind(), only: true}
		for _, member := range n.members {
			s := scopeOf(member)
			joined.kinds &= s.kinds
			joined.says = joined.says || s.says
			joined.only = joined.only && s.only
		}
		return joined
	case anyOf:
		joined := scope{says: true, only: true}
		for _, member := range n.members {
			s := scopeOf(member)
			joined.kinds |= s.kinds
			joined.says = joined.says && s.says
			joined.only = joined.only && s.only
		}
		return joined
	}
	return scope{kinds: everyKind()}
}

// firstKind returns the first term about kinds in a part of a query.
func firstKind(n node) (first kindTerm, found bool) {
	walk(n, func(leaf node) {
		if term, ok := leaf.(kindTerm); ok && !found {
			first, found = term, true
		}
	})
	return first, found
}

// placeOf returns the place of the first term of a part of a query.
func placeOf(n node) (at span) {
	found := false
	walk(n, func(leaf node) {
		if found {
			return
		}
		found = true
		switch leaf := leaf.(type) {
		case kindTerm:
			at = leaf.at
		case term:
			at = span{leaf.token.start, leaf.token.end}
		case bare:
			at = span{leaf.token.start, leaf.token.end}
		}
	})
	return at
}

// context is what kinds of things a part of a query judges.
type context struct {
	kinds kindSet
	said  bool // the query names them
}

// narrow returns the context of the members of a conjunction.
func (c *checker) narrow(ctx context, n node) context {
	s := scopeOf(n)
	inner := context{ctx.kinds & s.kinds, ctx.said || s.says}
	if s.says && !ctx.said {
		inner.kinds = s.kinds
	}
	if inner.kinds == 0 {
		if term, ok := firstKind(n); ok {
			c.fail(newError(c.text, term.at, "", "no thing is of all these kinds: join them with `or`"))
		}
	}
	return inner
}

// alternatives checks that each member of a disjunction names its kinds if one
// does: the others could mean images, or those kinds.
func (c *checker) alternatives(ctx context, n anyOf) {
	named, only := false, scopeOf(n).only
	for _, member := range n.members {
		s := scopeOf(member)
		named = named || s.says
		if s.says && ctx.said && s.kinds&ctx.kinds == 0 && !only {
			term, _ := firstKind(member)
			c.fail(newError(c.text, term.at, "", "only %s are asked for here", ctx.kinds.things("and")))
		}
	}
	if !named || ctx.said {
		return
	}
	for _, member := range n.members {
		if !scopeOf(member).says {
			c.fail(newError(c.text, placeOf(member), "",
				"another side of this `or` says which kind it means, and this one doesn't: add `kind:image` here, or put the kind before parentheses around both"))
		}
	}
}

// negated checks that kinds are taken away only from kinds that the query names.
func (c *checker) negated(ctx context, n negation) {
	if term, ok := firstKind(n); ok && !ctx.said {
		c.fail(newError(c.text, term.at, "",
			"say which kinds are meant before some are left out, as in `kind:* -kind:volume`"))
	}
}

// Kinds returns the kinds of things that the query can match, in the order in which
// they are told of. Without a term about kinds these are images, or the kind that
// ParseOf was given.
func (q *Query) Kinds() []model.Kind { return q.asked().list() }

// Asks reports whether the query can match things of a kind.
func (q *Query) Asks(kind model.Kind) bool { return q.asked().has(kind) }

func (q *Query) asked() kindSet {
	if q.kinds == 0 {
		return kindsOf(model.KindImage)
	}
	return q.kinds
}

// Only returns an error about the first term that names other kinds than the given
// ones, nil if there is none. why completes the sentence that begins with the kind,
// such as "are not in this list".
func (q *Query) Only(why string, kinds ...model.Kind) error {
	others := q.asked() &^ kindsOf(kinds...)
	if others == 0 {
		return nil
	}
	at := span{0, len(q.text)}
	if term, ok := firstKind(q.root); ok {
		at = term.at
	}
	walk(q.root, func(n node) {
		if term, ok := n.(kindTerm); ok && term.kinds&others != 0 {
			at = term.at
		}
	})
	return newError(q.text, at, "", "%s %s", others.things("and"), why)
}
