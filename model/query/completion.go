package query

import "unicode/utf8"

// Completion is one way to finish a term.
type Completion struct {
	// Text replaces the runes from Start up to End of the query.
	Text       string
	Start, End int
	About      string // what it is, in a few words; empty for a value that exists
	Rows       int    // how many have that value; 0 for anything else
}

// Apply returns the query with the completion in place, and the cursor behind
// it.
func (c Completion) Apply(query string) (completed string, cursor int) {
	start, end := runeOffset(query, c.Start), runeOffset(query, c.End)
	return query[:start] + c.Text + query[end:], c.Start + utf8.RuneCountInString(c.Text)
}

// runeOffset returns the offset of the first byte of rune n.
func runeOffset(s string, n int) int {
	offset := 0
	for ; n > 0 && offset < len(s); n-- {
		_, size := utf8.DecodeRuneInString(s[offset:])
		offset += size
	}
	return offset
}
