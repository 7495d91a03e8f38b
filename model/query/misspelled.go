package query

import (
	"strings"

	"jettison/model"
)

// Misspelling is a bare word that is near to a keyword or a state, or that has the
// signs of a pattern.
type Misspelling struct {
	Word, Meant string
	// Sought is whether names were looked through for it, and none has it.
	Sought bool
}

// String says what becomes of the word, and what was probably meant.
func (m Misspelling) String() string {
	text := model.Clean("`" + m.Word + "`")
	if m.Sought {
		text += " is looked for in names, and none has it"
	} else {
		text += " is looked for in names"
	}
	return text + "; did you mean `" + m.Meant + "`?"
}

// Misspelled are the bare words of the query that no row of an inventory matches
// and that are near to a keyword or a state: as words they match nothing, or with
// "not" everything. Without an inventory they are all that are near. Words in
// quotes are names on purpose.
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

// named reports whether any row is found by a word.
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

// nearestWord is the keyword, the state or the pattern that was probably meant, empty
// when nothing is near.
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
