package query

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"jettison/model"
)

// maxCompletions is more than anyone reads.
const maxCompletions = 50

// Complete offers ways to finish the term before the cursor, which counts runes:
// the names of fields and states, and values that exist in the inventory of env.
// Those that begin with what is written come first.
func Complete(text string, cursor int, env Env) []Completion {
	c := completer{text: text, cursor: runeOffset(text, cursor), inv: env.Inventory}
	if c.inv == nil {
		c.inv = model.NewInventory(model.Engine{}, env.Now, nil, nil, nil)
	}
	tok, touching := lastToken(text[:c.cursor])
	switch {
	case touching && tok.kind == tokenTerm:
		c.value(tok)
	case touching && tok.kind == tokenWord:
		c.names(tok.text, tok.start)
	case touching && tok.kind == tokenQuoted:
	default:
		c.names("", c.cursor)
	}
	return c.found
}

// lastToken returns the last token of a text, finished or not, and whether it
// reaches the end of the text.
func lastToken(text string) (last token, touching bool) {
	l := lexer{text: text}
	for {
		tok, err := l.next()
		if tok.kind == tokenEnd && err == nil {
			break
		}
		last = tok
		if err != nil {
			break
		}
	}
	return last, last.end == len(text) && last.kind >= tokenWord
}

// completer collects completions.
type completer struct {
	text   string
	cursor int
	inv    *model.Inventory
	found  []Completion
}

// add offers text, described by about, in place of everything from start to the end of
// the unquoted text under the cursor.
func (c *completer) add(start int, text, about string) {
	c.offer(start, Completion{Text: text, About: about})
}

// addValue offers a value as it is written in a query.
func (c *completer) addValue(start int, written string, v existing) {
	c.offer(start, Completion{Text: written, Rows: v.rows})
}

// offer puts a completion in place of everything from start.
func (c *completer) offer(start int, found Completion) {
	end := c.cursor
	for end < len(c.text) {
		r, size := utf8.DecodeRuneInString(c.text[end:])
		if unicode.IsSpace(r) || r == '(' || r == ')' {
			break
		}
		end += size
	}
	if c.text[start:end] == found.Text || len(c.found) == maxCompletions {
		return
	}
	found.Start, found.End = utf8.RuneCountInString(c.text[:start]), utf8.RuneCountInString(c.text[:end])
	c.found = append(c.found, found)
}

// names offers fields, states and repositories that begin with a text.
func (c *completer) names(begun string, start int) {
	lower := strings.ToLower(begun)
	for _, f := range fields() {
		if strings.HasPrefix(f.name, lower) {
			c.add(start, f.name+f.usualOperator().String(), f.about)
		}
	}
	for _, s := range states() {
		if strings.HasPrefix(s.name, lower) {
			c.add(start, s.name, s.about)
		}
	}
	if begun == "" {
		return
	}
	for _, v := range c.matching(countRows(c.inv, repoOf), begun) {
		c.addValue(start, formatWord(v.text), v)
	}
}

// usualOperator is the operator of the field's example.
func (f field) usualOperator() operator {
	l := lexer{text: f.example}
	tok, _ := l.next() // a test holds the examples to be queries
	return tok.op
}

// value offers values for the field of a term.
func (c *completer) value(tok token) {
	f, ok := fieldNamed(strings.ToLower(tok.text))
	if ok && f.kind.takes(tok.op) && tok.op != opRegexp {
		f.kind.complete(c, f, tok)
	}
}

// values offers values that exist, unless a pattern has been written.
func (c *completer) values(f field, tok token, list func(inv *model.Inventory, begun string) []existing) {
	if tok.op == opGlob && globHas(tok.value) {
		return
	}
	for _, v := range c.matching(list(c.inv, tok.value), tok.value) {
		written := v.text
		if tok.op == opGlob {
			written = escapeGlob(written)
		}
		c.addValue(tok.valueStart, formatValue(f.name, tok.op, written), v)
	}
}

// units offers units for a number that has none.
func (c *completer) units(tok token, units ...string) {
	rest := tok.value
	number := ""
	for rest != "" {
		number, rest = cutNumber(rest)
		if i := strings.IndexFunc(rest, func(r rune) bool { return '0' <= r && r <= '9' }); i >= 0 {
			rest = rest[i:]
			continue
		}
		break
	}
	if !hasDigit(number) || rest != "" || looksLikeDate(tok.value) {
		return
	}
	for _, unit := range units {
		c.add(tok.valueStart, tok.value+unit, "unit")
	}
}

// escapeGlob returns the pattern that matches exactly s.
func escapeGlob(s string) string {
	return strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(s)
}
