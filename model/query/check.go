package query

import "strings"

// check replaces every term by a comparison whose value has the kind of its
// field. It returns the first error.
func check(text string, n node) (node, *Error) {
	c := checker{text: text}
	checked := c.node(n)
	return checked, c.err
}

// checker walks over a tree until the first error.
type checker struct {
	text   string
	fields []field // the table, once there is a term
	err    *Error
}

func (c *checker) node(n node) node {
	switch n := n.(type) {
	case allOf:
		return allOf{members: c.members(n.members)}
	case anyOf:
		return anyOf{members: c.members(n.members)}
	case negation:
		return negation{member: c.node(n.member)}
	case term:
		checked, err := c.term(n.token)
		if err != nil && c.err == nil {
			c.err = err
		}
		return checked
	}
	return n
}

func (c *checker) members(nodes []node) []node {
	checked := make([]node, len(nodes))
	for i, n := range nodes {
		checked[i] = c.node(n)
	}
	return checked
}

func (c *checker) term(tok token) (node, *Error) {
	if c.fields == nil {
		c.fields = fields()
	}
	name := strings.ToLower(tok.text)
	f, ok := findField(c.fields, name)
	if !ok {
		return nil, c.unknownField(tok, name)
	}
	if tok.value == "" {
		return nil, newError(c.text, span{tok.start, tok.valueStart}, "",
			"`%s%s` needs a value, such as %#q", name, tok.op, f.example)
	}
	if !f.kind.takes(tok.op) {
		return nil, c.wrongOperator(tok, f)
	}
	v, problem := f.kind.parse(tok.op, tok.value)
	if problem != nil {
		return nil, c.wrongValue(tok, problem)
	}
	return comparison{field: name, op: tok.op, value: v, at: span{tok.valueStart, tok.end}}, nil
}

// unknownField explains a name that is no field, and suggests what was meant.
func (c *checker) unknownField(tok token, name string) *Error {
	nameSpan := span{tok.start, tok.start + len(tok.text)}
	whole := span{tok.start, tok.end}
	if meant, ok := strings.CutSuffix(tok.text, "!"); ok && tok.op == opRegexp {
		return newError(c.text, whole, "-"+meant+c.text[tok.opStart:tok.end], "there is no operator `!~`")
	}
	if isState(name) {
		suggestion := name
		if strings.EqualFold(tok.value, "false") {
			suggestion = "-" + name
		}
		return newError(c.text, whole, suggestion, "%#q is a state and takes no value", name)
	}
	if value := strings.ToLower(tok.value); isState(value) {
		return newError(c.text, whole, value, "unknown field %#q", tok.text)
	}
	if near := nearestField(name); near != "" {
		return newError(c.text, nameSpan, near, "unknown field %#q", tok.text)
	}
	if tok.op == opGlob && tok.value != "" && !tok.quoted {
		return newError(c.text, whole, "ref:"+c.text[tok.start:tok.end], "unknown field %#q", tok.text)
	}
	return newError(c.text, nameSpan, "", "unknown field %#q; the fields are %s", tok.text,
		strings.Join(fieldNames(), ", "))
}

func (c *checker) wrongOperator(tok token, f field) *Error {
	why, instead := f.kind.refuse(f, tok.op)
	return newError(c.text, span{tok.opStart, tok.valueStart}, instead.String(), "%s", why)
}

func (c *checker) wrongValue(tok token, p *problem) *Error {
	at := span{tok.valueStart, tok.end}
	suggestion := p.suggestion
	if p.at.end > p.at.start && !tok.quoted && suggestion == "" {
		at = span{tok.valueStart + p.at.start, tok.valueStart + p.at.end}
	}
	return newError(c.text, at, suggestion, "%s", p.text)
}
