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
	return CompleteOf(model.KindImage, text, cursor, env)
}

// CompleteOf offers the same for a query that means things of a kind unless it says
// otherwise.
func CompleteOf(kind model.Kind, text string, cursor int, env Env) []Completion {
	c := completer{text: text, cursor: runeOffset(text, cursor), inv: env.Inventory, kinds: kindsMentioned(text, kind)}
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
	kinds  kindSet // that the query names anywhere
	found  []Completion
}

// kindsMentioned returns the kinds that a text names, finished or not; the given one if
// it names none.
func kindsMentioned(text string, kind model.Kind) kindSet {
	var named kindSet
	l := lexer{text: text}
	for {
		tok, err := l.next()
		if tok.kind == tokenTerm && strings.EqualFold(tok.text, kindField) {
			if read, wrong := readKind(text, tok); wrong == nil {
				named |= scopeOf(read).kinds
			}
		}
		if err != nil || tok.kind == tokenEnd {
			break
		}
	}
	if named == 0 {
		return kindsOf(kind)
	}
	return named
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

// names offers fields, states and names of things that begin with a text. Of fields and
// states that several kinds have, it offers the first.
func (c *completer) names(begun string, start int) {
	lower := strings.ToLower(begun)
	offered := map[string]bool{}
	offer := func(name, text, about string) {
		if strings.HasPrefix(name, lower) && !offered[text] {
			offered[text] = true
			c.add(start, text, about)
		}
	}
	for _, f := range fields(c.kinds) {
		offer(f.name, f.name+f.usualOperator().String(), f.about)
	}
	offer(kindField, kindField+opGlob.String(), "kind of thing")
	for _, s := range states(c.kinds) {
		offer(s.name, s.name, s.about)
	}
	if begun == "" {
		return
	}
	var names []existing
	for _, t := range tables(c.kinds) {
		names = append(names, t.names(c.inv)...)
	}
	for _, v := range c.matching(names, begun) {
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
	name := strings.ToLower(tok.text)
	if name == kindField && tok.op == opGlob {
		c.kindValues(tok)
		return
	}
	units := false // once is enough
	for _, f := range fields(c.kinds) {
		if f.name == name && f.takes(tok.op) && tok.op != opRegexp && !units {
			f.complete(c, tok)
			_, units = f.valueSyntax.(interface{ ordered() })
		}
	}
}

// kindValues offers the kinds of things.
func (c *completer) kindValues(tok token) {
	for _, name := range kindNames() {
		if strings.HasPrefix(name, strings.ToLower(tok.value)) {
			c.add(tok.valueStart, name, "kind of thing")
		}
	}
}

// values offers values that exist, unless a pattern has been written.
func (c *completer) values(tok token, list func(inv *model.Inventory, begun string) []existing) {
	if tok.op == opGlob && globHas(tok.value) {
		return
	}
	for _, v := range c.matching(list(c.inv, tok.value), tok.value) {
		written := v.text
		if tok.op == opGlob {
			written = escapeGlob(written)
		}
		c.addValue(tok.valueStart, formatValue(strings.ToLower(tok.text), tok.op, written), v)
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
