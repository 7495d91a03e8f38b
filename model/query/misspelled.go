package query

import (
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
		if _, is := wordOrState(tok.text).(state); is {
			continue
		}
		meant := nearestWord(tok.text)
		if meant == "" || inv != nil && named(inv, tok.text) {
			continue
		}
		found = append(found, Misspelling{tok.text, meant, inv != nil})
	}
}

// named reports whether a word matches any row.
func named(inv *model.Inventory, word string) bool {
	judge := judgeWord(word)
	rows := inv.Rows()
	for i := range rows {
		if judge(&rows[i]) == yes {
			return true
		}
	}
	return false
}

// nearestWord returns the keyword, state or pattern that was probably meant,
// empty if none is near.
func nearestWord(s string) string {
	if strings.ContainsAny(s, "*?") {
		return "ref:" + s // a word is no pattern
	}
	candidates := []string{keywordAnd, keywordNot}
	for _, info := range states() {
		candidates = append(candidates, info.name)
	}
	return Nearest(strings.ToLower(s), candidates)
}
