package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"jettison/model"
)

// lexer cuts a query into tokens.
type lexer struct {
	text string
	pos  int
}

// next returns the next token. With an error it returns the token as far as it
// was read, for completion.
func (l *lexer) next() (token, *Error) {
	l.skipSpace()
	start := l.pos
	if start == len(l.text) {
		return token{kind: tokenEnd, start: start, end: start}, nil
	}
	switch l.text[start] {
	case '(':
		return l.single(tokenOpen), nil
	case ')':
		return l.single(tokenClose), nil
	case '-', '!':
		return l.single(tokenNot), nil
	}
	return l.wordOrTerm()
}

func (l *lexer) single(kind tokenKind) token {
	l.pos++
	return token{kind: kind, start: l.pos - 1, end: l.pos}
}

func (l *lexer) skipSpace() {
	for l.pos < len(l.text) {
		r, size := utf8.DecodeRuneInString(l.text[l.pos:])
		if !unicode.IsSpace(r) {
			return
		}
		l.pos += size
	}
}

// wordOrTerm reads unquoted text up to an operator, which makes it a term, or to
// the end of the word. A colon behind what can't be the name of a field, as in
// ghcr.io/acme/api:1.2, is part of the word.
func (l *lexer) wordOrTerm() (token, *Error) {
	tok := token{kind: tokenWord, start: l.pos}
	if strings.HasPrefix(l.text[l.pos:], model.None) { // its "<" is no operator
		l.pos += len(model.None)
		tok.text, tok.end = model.None, l.pos
		return tok, nil
	}
	for l.pos < len(l.text) {
		r, size := utf8.DecodeRuneInString(l.text[l.pos:])
		if unicode.IsSpace(r) || r == '(' || r == ')' {
			break
		}
		if r == '"' || r == '\'' {
			return l.quotedWord(tok)
		}
		op := operatorAt(l.text[l.pos:])
		if op.compares() || op == opRegexp || op == opGlob && namesField(l.text[tok.start:l.pos]) {
			return l.term(tok, op)
		}
		l.pos += size
	}
	tok.text, tok.end = l.text[tok.start:l.pos], l.pos
	if op := l.spacedOperator(); op != opNone && namesField(tok.text) && !isKeyword(tok.text) {
		l.skipSpace()
		return l.term(tok, op)
	}
	return tok, nil
}

// namesField reports whether s could be the name of a field: letters, and dashes
// after the first.
func namesField(s string) bool {
	for i := range len(s) {
		letter := 'a' <= s[i]|0x20 && s[i]|0x20 <= 'z'
		if !letter && (s[i] != '-' && s[i] != '_' || i == 0) {
			return false
		}
	}
	return s != ""
}

// spacedOperator returns the comparison that follows behind spaces, as in "size
// > 1GB".
func (l *lexer) spacedOperator() operator {
	rest := strings.TrimLeftFunc(l.text[l.pos:], unicode.IsSpace)
	if strings.HasPrefix(rest, model.None) {
		return opNone
	}
	if op := operatorAt(rest); op.compares() {
		return op
	}
	return opNone
}

// quotedWord reads a word with quotes in it.
func (l *lexer) quotedWord(tok token) (token, *Error) {
	l.pos = tok.start
	text, _, err := l.chunk(opNone)
	tok.kind, tok.text, tok.end = tokenQuoted, text, l.pos
	if err == nil && text == "" {
		err = newError(l.text, span{tok.start, tok.end}, "", "there is nothing between the quotes")
	}
	return tok, err
}

// term reads an operator and the value behind it.
func (l *lexer) term(tok token, op operator) (token, *Error) {
	if tok.text == "" {
		tok.text = l.text[tok.start:l.pos]
	}
	tok.kind, tok.op, tok.opStart = tokenTerm, op, l.pos
	l.pos += len(op.String())
	if strings.HasPrefix(l.text[l.pos:], "~") && op == opEqual {
		l.pos++ // "=~", as other languages write it
		tok.op = opRegexp
	}
	if tok.op.compares() {
		l.skipSpace()
	}
	tok.valueStart = l.pos
	value, quoted, err := l.chunk(tok.op)
	tok.value, tok.quoted, tok.end = value, quoted, l.pos
	if err != nil {
		return tok, err
	}
	if tok.text == "" {
		return tok, newError(l.text, span{tok.start, tok.valueStart}, "",
			"there is no field before %#q; to search for the text, put it in quotes", op)
	}
	return tok, nil
}

// chunk reads text, including quoted parts, up to a space or a parenthesis. A
// regular expression may contain parentheses if it closes them.
func (l *lexer) chunk(op operator) (text string, quoted bool, err *Error) {
	var b strings.Builder
	scan := chunkScan{escapes: op == opGlob || op == opRegexp, expression: op == opRegexp}
	for l.pos < len(l.text) {
		rest := l.text[l.pos:]
		r, size := utf8.DecodeRuneInString(rest)
		if r == '"' || r == '\'' {
			quoted = true
			if err := l.quotes(&b, rest[0]); err != nil {
				return b.String(), quoted, err
			}
			continue
		}
		if unicode.IsSpace(r) {
			break
		}
		taken := scan.take(rest, size, l.pos)
		if taken == 0 {
			break
		}
		b.WriteString(rest[:taken])
		l.pos += taken
	}
	if len(scan.open) > 0 {
		at := scan.open[len(scan.open)-1]
		return b.String(), quoted, newError(l.text, span{at, at + 1}, "",
			"this `(` is never closed; put an expression with spaces in quotes")
	}
	return b.String(), quoted, nil
}

// chunkScan finds the end of unquoted text.
type chunkScan struct {
	escapes    bool  // a backslash takes the next character with it
	expression bool  // parentheses nest, and a set may contain them
	open       []int // places of the open parentheses of an expression
	set        bool  // inside [ ] of an expression
}

// take returns how many bytes of rest belong to the text: its first rune, an
// escape sequence, or none at the end of the text.
func (s *chunkScan) take(rest string, size, pos int) int {
	switch c := rest[0]; {
	case c == '\\' && s.escapes && len(rest) > 1:
		_, next := utf8.DecodeRuneInString(rest[1:])
		return 1 + next
	case s.set:
		s.set = c != ']'
	case c == '[' && s.expression:
		s.set = true
		if after := strings.TrimPrefix(rest[1:], "^"); strings.HasPrefix(after, "]") {
			return len(rest) - len(after) + 1 // a "]" that comes first is a member
		}
	case c == '(' && s.expression:
		s.open = append(s.open, pos)
	case c == ')' && len(s.open) > 0:
		s.open = s.open[:len(s.open)-1]
	case c == '(' || c == ')':
		return 0
	}
	return size
}

// quotes reads a quoted part. Between double quotes a backslash escapes a quote
// or a backslash, and is literal before anything else.
func (l *lexer) quotes(b *strings.Builder, quote byte) *Error {
	start := l.pos
	for l.pos++; l.pos < len(l.text); l.pos++ {
		c := l.text[l.pos]
		if c == quote {
			l.pos++
			return nil
		}
		if c == '\\' && quote == '"' && l.pos+1 < len(l.text) {
			if next := l.text[l.pos+1]; next == '"' || next == '\\' {
				c = next
				l.pos++
			}
		}
		b.WriteByte(c)
	}
	return newError(l.text, span{start, start + 1}, "", "this quote is never closed")
}
