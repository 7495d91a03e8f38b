package query

import "strings"

// fold searches for a text and ignores the case of ASCII letters; references
// have no others. It does not allocate.
type fold struct {
	lower   string
	upper   byte // the first byte of the text, in upper case
	letters bool // the text has letters, so that case matters
}

// newFold returns a search for text, which must not be empty.
func newFold(text string) fold {
	lower := []byte(text)
	f := fold{}
	for i, c := range lower {
		lower[i] = lowerByte(c)
		f.letters = f.letters || 'a' <= lower[i] && lower[i] <= 'z'
	}
	f.lower, f.upper = string(lower), lower[0]
	if 'a' <= f.upper && f.upper <= 'z' {
		f.upper -= 'a' - 'A'
	}
	return f
}

func lowerByte(c byte) byte {
	if 'A' <= c && c <= 'Z' {
		return c + 'a' - 'A'
	}
	return c
}

// in reports whether s contains the text. Most references are in lower case, so
// it tries that first.
func (f fold) in(s string) bool {
	if strings.Contains(s, f.lower) {
		return true
	}
	if !f.letters || !hasUpper(s) {
		return false
	}
	for i := 0; i+len(f.lower) <= len(s); i++ {
		if c := s[i]; (c == f.lower[0] || c == f.upper) && f.at(s[i:]) {
			return true
		}
	}
	return false
}

// at reports whether s begins with the text. s must be long enough.
func (f fold) at(s string) bool {
	for i := range len(f.lower) {
		if lowerByte(s[i]) != f.lower[i] {
			return false
		}
	}
	return true
}

// hasUpper reports whether s has an ASCII capital. It checks eight bytes at a
// time.
func hasUpper(s string) bool {
	const (
		low7 = 0x7f7f7f7f7f7f7f7f
		top  = 0x8080808080808080
		// Added to a byte, fromA sets its top bit from 'A' on, and fromZ from
		// '[' on.
		fromA = 0x0101010101010101 * (0x80 - 'A')
		fromZ = 0x0101010101010101 * (0x80 - 'Z' - 1)
	)
	for ; len(s) >= 8; s = s[8:] {
		bytes := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
			uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
		low := bytes & low7
		if (low+fromA)&^(low+fromZ)&^bytes&top != 0 {
			return true
		}
	}
	for i := range len(s) {
		if 'A' <= s[i] && s[i] <= 'Z' {
			return true
		}
	}
	return false
}
