package query

import (
	"slices"
	"strings"

	"jettison/model"
)

// Misspelling is a bare word that resembles a keyword or a state, or that looks
// like a pattern.
type Misspelling struct {
	Word, Meant string
	// Sought reports whether the word was looked for in names and not found.
	Sought bool
}

// String says what the query does with the word, and what was probably meant.
func (m Misspelling) String() string {
	text := model.Clean("`" + m.Word + "`")
	if m.Sought {
		text += " is looked for in names, and none has it"
	} else {
		text += " is looked for in names"
	}
	return text + "; did you mean `" + m.Meant + "`?"
}

// Misspelled returns the bare words that resemble a keyword or a state and that
// no row of the inventory matches. As words they match nothing, or everything if
// negated. If inv is nil, it returns all that resemble one. Quoted words are
// names on purpose.
func (q *Query) Misspelled(inv *model.Inventory) []Misspelling {
	var found []Misspelling
	lexer := lexer{text: q.text}
	for {
		tok, err := lexer.next()
		if err != nil || tok.kind == tokenEnd {
			return found
		}
		if tok.kind != tokenWord || isKeyword(tok.text) {
			continue
		}
		if kindsWithState(strings.ToLower(tok.text))&q.asked() != 0 {
			continue
		}
		meant := q.nearestWord(tok.text)
		if meant == "" || inv != nil && q.named(inv, tok.text) {
			continue
		}
		found = append(found, Misspelling{tok.text, meant, inv != nil})
	}
}

// named reports whether a word matches anything of the kinds that are asked for.
func (q *Query) named(inv *model.Inventory, word string) bool {
	return slices.ContainsFunc(tables(q.asked()), func(t erased) bool { return t.named(inv, word) })
}

// nearestWord returns the keyword, state or pattern that was probably meant,
// empty if none is near.
func (q *Query) nearestWord(s string) string {
	if strings.ContainsAny(s, "*?") { // a word is no pattern
		if q.asked().has(model.KindImage) {
			return "ref:" + s
		}
		return fieldNames(q.asked())[0] + opGlob.String() + s
	}
	name := strings.ToLower(s)
	if kinds := kindsWithState(name); kinds != 0 {
		return kindField + opGlob.String() + kindName(kinds.list()[0]) + " " + name
	}
	return Nearest(name, append([]string{keywordAnd, keywordNot}, stateNames(q.asked())...))
}
