package query

import (
	"strings"

	"jettison/model"
)

// Parse reads a query, which means images unless it says otherwise. Empty text
// matches every row. Every error is an *Error.
func Parse(text string) (*Query, error) { return ParseOf(model.KindImage, text) }

// ParseOf reads a query that means things of a kind unless it says otherwise. Empty
// text matches all of them. Every error is an *Error.
func ParseOf(kind model.Kind, text string) (*Query, error) {
	root, kinds, err := parseTree(text, kind)
	if err != nil {
		return nil, err
	}
	return &Query{text: text, root: root, kinds: kinds}, nil
}

func parseTree(text string, kind model.Kind) (node, kindSet, *Error) {
	p := parser{lexer: lexer{text: text}}
	if err := p.advance(); err != nil {
		return nil, 0, err
	}
	if p.token.kind == tokenEnd {
		return nil, kindsOf(kind), nil
	}
	root, err := p.or()
	if err != nil {
		return nil, 0, err
	}
	if p.token.kind != tokenEnd {
		return nil, 0, p.errorHere("", "this `)` closes nothing")
	}
	return check(text, root, kind)
}

// maxDepth bounds how deep parentheses and negations nest.
const maxDepth = 100

// parser is a recursive descent over the grammar in the package's comment.
type parser struct {
	lexer lexer
	token token
	depth int
}

func (p *parser) advance() *Error {
	next, err := p.lexer.next()
	p.token = next
	return err
}

func (p *parser) errorHere(suggestion, format string, args ...any) *Error {
	return newError(p.lexer.text, span{p.token.start, p.token.end}, suggestion, format, args...)
}

func (p *parser) keyword() string {
	if p.token.kind == tokenWord && isKeyword(p.token.text) {
		return strings.ToLower(p.token.text)
	}
	return ""
}

func (p *parser) or() (node, *Error) {
	left, err := p.and()
	for err == nil && p.keyword() == keywordOr {
		var right node
		if right, err = p.operand(p.and); err == nil {
			left = anyNode(left, right)
		}
	}
	return left, err
}

func (p *parser) and() (node, *Error) {
	left, err := p.unary()
	for err == nil {
		var right node
		switch {
		case p.token.kind == tokenEnd, p.token.kind == tokenClose, p.keyword() == keywordOr:
			return left, nil
		case p.keyword() == keywordAnd:
			right, err = p.operand(p.unary)
		default:
			right, err = p.unary()
		}
		if err == nil {
			left = all(left, right)
		}
	}
	return nil, err
}

// operand reads what must follow the keyword or sign at the parser's place.
func (p *parser) operand(read func() (node, *Error)) (node, *Error) {
	before := p.token
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.token.kind == tokenEnd || p.token.kind == tokenClose {
		sign := p.lexer.text[before.start:before.end]
		return nil, newError(p.lexer.text, span{before.start, before.end}, "",
			"%#q needs a term after it", sign)
	}
	return read()
}

func (p *parser) unary() (node, *Error) {
	p.depth++
	defer func() { p.depth-- }()
	if p.depth > maxDepth {
		return nil, p.errorHere("", "this is nested more than %d deep", maxDepth)
	}
	if p.token.kind == tokenNot || p.keyword() == keywordNot {
		member, err := p.operand(p.unary)
		if err != nil {
			return nil, err
		}
		return negate(member), nil
	}
	return p.primary()
}

func (p *parser) primary() (node, *Error) {
	tok := p.token
	var found node
	switch tok.kind {
	case tokenOpen:
		return p.group()
	case tokenTerm:
		found = term{token: tok}
	case tokenQuoted:
		found = bare{token: tok}
	case tokenWord:
		if err := p.strayKeyword(); err != nil {
			return nil, err
		}
		found = bare{token: tok}
	case tokenClose:
		return nil, p.errorHere("", "this `)` closes nothing")
	case tokenEnd, tokenNot:
		return nil, p.errorHere("", "a term is missing here")
	}
	return found, p.advance()
}

// strayKeyword refuses a keyword where a term is expected, and signs that other
// languages use for keywords. No reference contains those signs, so as words
// they would silently match nothing.
func (p *parser) strayKeyword() *Error {
	switch text := p.token.text; {
	case isKeyword(text):
		return p.errorHere(`"`+text+`"`, "%#q needs a term before it", text)
	case text == "|" || text == "||":
		return p.errorHere(keywordOr, "%#q is no part of a query", text)
	case text == "&" || text == "&&" || text == ",":
		return p.errorHere(keywordAnd, "%#q is no part of a query", text)
	}
	return nil
}

func (p *parser) group() (node, *Error) {
	open := p.token
	if err := p.advance(); err != nil {
		return nil, err
	}
	if p.token.kind == tokenClose {
		return nil, newError(p.lexer.text, span{open.start, p.token.end}, "", "there is nothing between the parentheses")
	}
	if p.token.kind == tokenEnd {
		return nil, unclosed(p.lexer.text, open)
	}
	inner, err := p.or()
	if err != nil {
		return nil, err
	}
	if p.token.kind != tokenClose {
		return nil, unclosed(p.lexer.text, open)
	}
	return inner, p.advance()
}

func unclosed(text string, open token) *Error {
	return newError(text, span{open.start, open.end}, "", "this `(` is never closed")
}
