package query

import (
	"fmt"
	"strings"
	"unicode"

	"jettison/model"
)

// String returns the canonical form: fields, states, keywords and units spelled
// as in their tables, terms joined without "and", "-" for negation, and quotes
// only where needed. Parsing it yields an equal query.
func (q *Query) String() string {
	if q.root == nil {
		return ""
	}
	var b strings.Builder
	q.root.format(&b, nil)
	return b.String()
}

func (n allOf) format(b *strings.Builder, parent node) {
	_, negated := parent.(negation)
	formatMembers(b, n, n.members, " ", negated)
}

func (n anyOf) format(b *strings.Builder, parent node) {
	formatMembers(b, n, n.members, " "+keywordOr+" ", parent != nil)
}

func (n negation) format(b *strings.Builder, _ node) {
	b.WriteByte('-')
	n.member.format(b, n)
}

func (n word) format(b *strings.Builder, _ node) { b.WriteString(formatWord(n.text)) }

func (n state) format(b *strings.Builder, _ node) { b.WriteString(n.name) }

func (n comparison) format(b *strings.Builder, _ node) {
	b.WriteString(n.field + n.op.String() + formatValue(n.field, n.op, n.value.String()))
}

func (n term) format(*strings.Builder, node) {
	panic(fmt.Sprintf("query: the term %q is not checked", n.token.text))
}

func (n bare) format(*strings.Builder, node) {
	panic(fmt.Sprintf("query: the word %q is not checked", n.token.text))
}

func formatMembers(b *strings.Builder, n node, members []node, between string, grouped bool) {
	if grouped {
		b.WriteByte('(')
		defer b.WriteByte(')')
	}
	for i, member := range members {
		if i > 0 {
			b.WriteString(between)
		}
		member.format(b, n)
	}
}

// formatWord quotes a word that would otherwise be read as something else, or as a
// state where another kind of thing is asked for.
func formatWord(text string) string {
	if text == "" || strings.IndexFunc(text, unicode.IsSpace) >= 0 || kindsWithState(strings.ToLower(text)) != 0 {
		return quote(text)
	}
	read, _, err := parseTree(text, model.KindImage)
	if err == nil && read == (word{text: text}) {
		return text
	}
	return quote(text)
}

// formatValue quotes a value that would otherwise be read as another one.
func formatValue(field string, op operator, written string) string {
	l := lexer{text: field + op.String() + written}
	tok, err := l.next()
	if err == nil && tok.kind == tokenTerm && tok.op == op && tok.value == written && tok.end == len(l.text) {
		return written
	}
	return quote(written)
}

func quote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}
