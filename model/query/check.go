package query

import (
	"slices"
	"strings"

	"jettison/model"
)

// check replaces every term by a comparison whose value has the type of its field,
// and every bare word by a word or a state. It returns the kinds of things that the
// query can match, or the first error. Unless the query says otherwise, it means the
// given kind.
func check(text string, n node, kind model.Kind) (node, kindSet, *Error) {
	c := checker{text: text}
	n = c.readKinds(n)
	if c.err != nil {
		return nil, 0, c.err
	}
	ctx := context{kinds: kindsOf(kind)}
	if s := scopeOf(n); s.says {
		ctx = context{s.kinds, true}
	}
	checked := c.node(ctx, n)
	return checked, ctx.kinds, c.err
}

// checker walks over a tree until the first error.
type checker struct {
	text string
	err  *Error
}

// fail keeps the first error.
func (c *checker) fail(err *Error) {
	if c.err == nil {
		c.err = err
	}
}

// readKinds replaces the terms about kinds.
func (c *checker) readKinds(n node) node {
	switch n := n.(type) {
	case allOf:
		return allOf{members: c.members(n.members, c.readKinds)}
	case anyOf:
		return anyOf{members: c.members(n.members, c.readKinds)}
	case negation:
		return negation{member: c.readKinds(n.member)}
	case term:
		if !strings.EqualFold(n.token.text, kindField) {
			return n
		}
		read, err := readKind(c.text, n.token)
		if err != nil {
			c.fail(err)
			return n
		}
		return read
	}
	return n
}

func (c *checker) members(nodes []node, each func(node) node) []node {
	checked := make([]node, len(nodes))
	for i, n := range nodes {
		checked[i] = each(n)
	}
	return checked
}

// node checks a part of a query that judges things of the kinds in ctx.
func (c *checker) node(ctx context, n node) node {
	switch n := n.(type) {
	case allOf:
		inner := c.narrow(ctx, n)
		return allOf{members: c.members(n.members, func(n node) node { return c.node(inner, n) })}
	case anyOf:
		c.alternatives(ctx, n)
		return anyOf{members: c.members(n.members, func(n node) node { return c.node(ctx, n) })}
	case negation:
		c.negated(ctx, n)
		if scopeOf(n).only {
			return n
		}
		return negation{member: c.node(ctx, n.member)}
	case term:
		checked, err := c.term(ctx, n.token)
		if err != nil {
			c.fail(err)
		}
		return checked
	case bare:
		checked, err := c.bare(ctx, n.token)
		if err != nil {
			c.fail(err)
		}
		return checked
	}
	return n
}

// bare tells states from words. What is a state of other kinds only is a word in a
// query that says nothing about kinds: it was one before there were others.
func (c *checker) bare(ctx context, tok token) (node, *Error) {
	name := strings.ToLower(tok.text)
	if tok.kind == tokenQuoted {
		return word{text: tok.text}, nil
	}
	switch kinds := kindsWithState(name); {
	case kinds&ctx.kinds != 0:
		return state{name: name}, nil
	case kinds != 0 && ctx.said:
		return nil, c.foreignState(ctx, span{tok.start, tok.end}, name, kinds)
	}
	return word{text: tok.text}, nil
}

// foreignState explains that the things which are asked for are never in a state.
func (c *checker) foreignState(ctx context, at span, name string, of kindSet) *Error {
	near := Nearest(name, stateNames(ctx.kinds))
	instead := ""
	if near == "" {
		instead = "; their states are " + strings.Join(stateNames(ctx.kinds), ", ")
	}
	return newError(c.text, at, near, "%#q is a state of %s, not of %s%s", name, of.things("and"), ctx.kinds.things("or"), instead)
}

func (c *checker) term(ctx context, tok token) (node, *Error) {
	name := strings.ToLower(tok.text)
	f, ok := fieldNamed(ctx.kinds, name)
	if !ok {
		return nil, c.unknownField(ctx, tok, name)
	}
	if tok.value == "" {
		return nil, newError(c.text, span{tok.start, tok.valueStart}, "",
			"`%s%s` needs a value, such as %#q", name, tok.op, f.example)
	}
	if !f.takes(tok.op) {
		why, instead := f.refuse(&f, tok.op)
		return nil, newError(c.text, span{tok.opStart, tok.valueStart}, instead.String(), "%s", why)
	}
	v, problem := f.parse(tok.op, tok.value)
	if problem != nil {
		return nil, c.wrongValue(tok, problem)
	}
	return comparison{field: name, op: tok.op, value: v, at: span{tok.valueStart, tok.end}}, nil
}

// unknownField explains a name that is no field of the things that are asked for, and
// suggests what was meant.
func (c *checker) unknownField(ctx context, tok token, name string) *Error {
	nameSpan := span{tok.start, tok.start + len(tok.text)}
	whole := span{tok.start, tok.end}
	if meant, ok := strings.CutSuffix(tok.text, "!"); ok && tok.op == opRegexp {
		return newError(c.text, whole, "-"+meant+c.text[tok.opStart:tok.end], "there is no operator `!~`")
	}
	if kinds := kindsWithState(name); kinds&ctx.kinds != 0 {
		suggestion := name
		if strings.EqualFold(tok.value, "false") {
			suggestion = "-" + name
		}
		return newError(c.text, whole, suggestion, "%#q is a state and takes no value", name)
	}
	if kinds := kindsWithField(name); kinds != 0 {
		return c.foreignField(ctx, nameSpan, name, kinds)
	}
	if value := strings.ToLower(tok.value); slices.Contains(stateNames(ctx.kinds), value) {
		return newError(c.text, whole, value, "unknown field %#q", tok.text)
	}
	if near := nearestField(ctx.kinds, name); near != "" {
		return newError(c.text, nameSpan, near, "unknown field %#q", tok.text)
	}
	if tok.op == opGlob && tok.value != "" && !tok.quoted && ctx.kinds.has(model.KindImage) {
		return newError(c.text, whole, "ref:"+c.text[tok.start:tok.end], "unknown field %#q", tok.text)
	}
	return newError(c.text, nameSpan, "", "unknown field %#q; the fields are %s", tok.text,
		strings.Join(fieldNames(ctx.kinds), ", "))
}

// foreignField explains that the things which are asked for do not have a field.
func (c *checker) foreignField(ctx context, at span, name string, of kindSet) *Error {
	near := meantField(ctx.kinds, name)
	instead := ""
	switch {
	case near != "":
	case !ctx.said:
		instead = "; say which kind is meant, such as " + kindField + opGlob.String() + kindName(of.list()[0])
	default:
		instead = "; the fields are " + strings.Join(fieldNames(ctx.kinds), ", ")
	}
	return newError(c.text, at, near, "%#q is a field of %s, not of %s%s", name, of.things("and"), ctx.kinds.things("or"), instead)
}

func (c *checker) wrongValue(tok token, p *problem) *Error {
	at := span{tok.valueStart, tok.end}
	suggestion := p.suggestion
	if p.at.end > p.at.start && !tok.quoted && suggestion == "" {
		at = span{tok.valueStart + p.at.start, tok.valueStart + p.at.end}
	}
	return newError(c.text, at, suggestion, "%s", p.text)
}
