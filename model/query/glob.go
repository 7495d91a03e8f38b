package query

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// glob matches whole texts. It is a list of parts between the stars.
type glob struct {
	parts [][]globRune // between the stars; the first and the last are anchored
	// literals are the parts that have neither ? nor sets, as text; ok when all
	// are, which is the usual case and compares without decoding.
	literals []string
	literal  bool
}

// globRune is one place of a pattern.
type globRune struct {
	char   rune
	any    bool // ?
	ranges []runeRange
	not    bool // of a set
}

type runeRange struct{ low, high rune }

func (g globRune) matches(r rune) bool {
	switch {
	case g.any:
		return true
	case g.ranges != nil:
		in := slices.ContainsFunc(g.ranges, func(s runeRange) bool { return s.low <= r && r <= s.high })
		return in != g.not
	}
	return r == g.char
}

// compileGlob reads a pattern: * is any text, ? one character, [abc], [a-z]
// and [!a-z] (or [^a-z]) one of a set, \ takes the next character as it is.
func compileGlob(pattern string) (*glob, *problem) {
	g := &glob{parts: [][]globRune{nil}, literal: true}
	for pos := 0; pos < len(pattern); {
		r, size := utf8.DecodeRuneInString(pattern[pos:])
		last := len(g.parts) - 1
		place := globRune{char: r}
		switch r {
		case '*':
			g.parts = append(g.parts, nil)
			pos++
			continue
		case '?':
			place.any, g.literal = true, false
		case '[':
			set, length, p := globSet(pattern, pos)
			if p != nil {
				return nil, p
			}
			place, size, g.literal = set, length, false
		case '\\':
			if pos+1 == len(pattern) {
				return nil, &problem{text: "there is nothing after this backslash", at: span{pos, pos + 1}}
			}
			var next int
			place.char, next = utf8.DecodeRuneInString(pattern[pos+1:])
			size += next
		}
		g.parts[last] = append(g.parts[last], place)
		pos += size
	}
	if g.literal {
		for _, part := range g.parts {
			g.literals = append(g.literals, partText(part))
		}
	}
	return g, nil
}

// mustCompileGlob compiles a pattern that was checked.
func mustCompileGlob(pattern string) *glob {
	g, p := compileGlob(pattern)
	if p != nil {
		panic(fmt.Sprintf("query: %s in the pattern %q", p.text, pattern))
	}
	return g
}

func partText(part []globRune) string {
	var b strings.Builder
	for _, place := range part {
		b.WriteRune(place.char)
	}
	return b.String()
}

// globSet reads a set that begins at start.
func globSet(pattern string, start int) (set globRune, length int, p *problem) {
	rest := pattern[start+1:]
	if rest != "" && (rest[0] == '!' || rest[0] == '^') {
		set.not = true
		rest = rest[1:]
	}
	for first := true; ; first = false {
		low, after, ok := globMember(rest, first)
		if !ok {
			break
		}
		rest = after
		high := low
		if len(rest) > 1 && rest[0] == '-' && rest[1] != ']' {
			high, rest, ok = globMember(rest[1:], true)
			if !ok {
				break
			}
		}
		if high < low {
			return set, 0, &problem{
				text: "the range `" + string(low) + "-" + string(high) + "` is upside down",
				at:   span{start, len(pattern) - len(rest)},
			}
		}
		set.ranges = append(set.ranges, runeRange{low, high})
	}
	if rest == "" || rest[0] != ']' {
		return set, 0, &problem{text: "this `[` is never closed", at: span{start, start + 1}}
	}
	return set, len(pattern) - len(rest) + 1 - start, nil
}

// globMember reads one character of a set; a "]" that comes first is one.
func globMember(s string, first bool) (member rune, rest string, ok bool) {
	if s == "" || s[0] == ']' && !first {
		return 0, s, false
	}
	if s[0] == '\\' && len(s) > 1 {
		s = s[1:]
	}
	r, size := utf8.DecodeRuneInString(s)
	return r, s[size:], true
}

// match reports whether the whole text matches.
func (g *glob) match(s string) bool {
	if g.literal {
		return g.matchLiteral(s)
	}
	return g.matchRunes(s)
}

func (g *glob) matchLiteral(s string) bool {
	last := len(g.literals) - 1
	first := g.literals[0]
	if last == 0 {
		return s == first
	}
	if !strings.HasPrefix(s, first) {
		return false
	}
	s = s[len(first):]
	for _, middle := range g.literals[1:last] {
		i := strings.Index(s, middle)
		if i < 0 {
			return false
		}
		s = s[i+len(middle):]
	}
	return strings.HasSuffix(s, g.literals[last])
}

func (g *glob) matchRunes(s string) bool {
	last := len(g.parts) - 1
	rest, ok := matchPart(g.parts[0], s)
	if last == 0 || !ok {
		return ok && rest == ""
	}
	for _, middle := range g.parts[1:last] {
		for {
			after, ok := matchPart(middle, rest)
			if ok {
				rest = after
				break
			}
			if rest == "" {
				return false
			}
			_, size := utf8.DecodeRuneInString(rest)
			rest = rest[size:]
		}
	}
	// The last part takes as many runes as it has places, from the end.
	start := len(rest)
	for range g.parts[last] {
		if start == 0 {
			return false
		}
		_, size := utf8.DecodeLastRuneInString(rest[:start])
		start -= size
	}
	_, ok = matchPart(g.parts[last], rest[start:])
	return ok
}

// matchPart matches places at the beginning of s.
func matchPart(part []globRune, s string) (rest string, ok bool) {
	for _, place := range part {
		r, size := utf8.DecodeRuneInString(s)
		if size == 0 || !place.matches(r) {
			return s, false
		}
		s = s[size:]
	}
	return s, true
}

// globHas reports whether a pattern has anything but literal text.
func globHas(pattern string) bool { return strings.ContainsAny(pattern, `*?[\`) }
