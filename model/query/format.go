package query

import (
	"fmt"
	"strings"
	"unicode"
)

// String is the canonical form: fields, states, keywords and units as their
// names are written, terms side by side without "and", negations as "-", and
// quotes only where they are needed. Parsing it gives an equal query.
func (q *Query) String() string {
	if q.root == nil {
		return ""
	}
	var b strings.Builder
	format(&b, q.root, nil)
	return b.String()
}

// format writes n as a member of parent, which is nil at the top.
func format(b *strings.Builder, n, parent node) {
	switch n := n.(type) {
	case allOf:
		_, negated := parent.(negation)
		formatMembers(b, n, n.members, " ", negated)
	case anyOf:
		formatMembers(b, n, n.members, " "+keywordOr+" ", parent != nil)
	case negation:
		b.WriteByte('-')
		format(b, n.member, n)
	case word:
		b.WriteString(formatWord(n.text))
	case state:
		b.WriteString(n.name)
	case comparison:
		b.WriteString(n.field + n.op.String() + formatValue(n))
	case term:
		panic(fmt.Sprintf("query: unchecked term %q", n.token.text))
	}
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
		format(b, member, n)
	}
}

// formatWord quotes text that alone would be read as something else.
func formatWord(text string) string {
	if text == "" || strings.IndexFunc(text, unicode.IsSpace) >= 0 {
		return quote(text)
	}
	read, err := parseTree(text)
	if err == nil && read == (word{text: text}) {
		return text
	}
	return quote(text)
}

// formatValue quotes a value that would be read as another one.
func formatValue(c comparison) string {
	written := c.value.String()
	l := lexer{text: c.field + c.op.String() + written}
	tok, err := l.next()
	if err == nil && tok.kind == tokenTerm && tok.op == c.op && tok.value == written && tok.end == len(l.text) {
		return written
	}
	return quote(written)
}

func quote(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(text) + `"`
}
