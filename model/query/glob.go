package query

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"
)

// glob tests whole texts against a pattern.
type glob struct {
	match textTest
	cost  int
}

// compileGlob reads a pattern: * is any text, ? one character, [abc], [a-z] and
// [!a-z] (or [^a-z]) one of a set, and \ takes the next character literally.
//
// A pattern becomes a regular expression, unless it consists of literals and
// stars, as most do. Those are compared directly.
func compileGlob(pattern string) (*glob, *problem) {
	var g globTranslation
	for pos := 0; pos < len(pattern); {
		r, size := utf8.DecodeRuneInString(pattern[pos:])
		switch r {
		case '*':
			g.star()
		case '?':
			g.class(".")
		case '[':
			set, length, p := translateSet(pattern, pos)
			if p != nil {
				return nil, p
			}
			g.class(set)
			size = length
		case '\\':
			escaped, length := utf8.DecodeRuneInString(pattern[pos+1:])
			if length == 0 {
				return nil, &problem{text: "there is nothing after this backslash", at: span{pos, pos + 1}}
			}
			g.literal(escaped)
			size += length
		default:
			g.literal(r)
		}
		pos += size
	}
	return g.compile()
}

// mustCompileGlob compiles a pattern that parseText has accepted.
func mustCompileGlob(pattern string) *glob {
	g, p := compileGlob(pattern)
	if p != nil {
		panic(fmt.Sprintf("query: %s in the pattern %q", p.text, pattern))
	}
	return g
}

// globTranslation collects a pattern as a regular expression and as the literals
// between its stars.
type globTranslation struct {
	expression strings.Builder
	literals   []string // those before the last star; last is behind it
	last       strings.Builder
	classes    bool // has more than literals and stars
	head       strings.Builder
	headEnds   bool // the literal at the beginning is complete
}

func (g *globTranslation) star() {
	g.headEnds = true
	g.expression.WriteString(".*")
	g.literals = append(g.literals, g.last.String())
	g.last.Reset()
}

func (g *globTranslation) class(expression string) {
	g.headEnds, g.classes = true, true
	g.expression.WriteString(expression)
}

func (g *globTranslation) literal(r rune) {
	g.expression.WriteString(regexp.QuoteMeta(string(r)))
	g.last.WriteRune(r)
	if r == utf8.RuneError { // a regular expression matches it to any invalid byte
		g.headEnds = true
	}
	if !g.headEnds {
		g.head.WriteRune(r)
	}
}

func (g *globTranslation) compile() (*glob, *problem) {
	if !g.classes {
		return &glob{starTest(append(g.literals, g.last.String())), costText}, nil
	}
	expression := "(?s)^" + g.expression.String() + "$"
	if compiles(expression) != nil {
		return nil, &problem{text: "this pattern is too large: on many images it takes seconds"}
	}
	re := regexp.MustCompile(expression)
	// Most texts already differ in the head, which is compared faster without re.
	head := g.head.String()
	return &glob{func(s string) bool { return strings.HasPrefix(s, head) && re.MatchString(s) }, costRegexp}, nil
}

// starTest returns a test for literals with any text between them.
func starTest(literals []string) textTest {
	first, last := literals[0], literals[len(literals)-1]
	if len(literals) == 1 {
		return func(s string) bool { return s == first }
	}
	middle := literals[1 : len(literals)-1]
	return func(s string) bool {
		if !strings.HasPrefix(s, first) {
			return false
		}
		s = s[len(first):]
		for _, literal := range middle {
			at := strings.Index(s, literal)
			if at < 0 {
				return false
			}
			s = s[at+len(literal):]
		}
		return strings.HasSuffix(s, last)
	}
}

// translateSet returns the set that begins at start as a class of a regular
// expression, and its length in the pattern.
func translateSet(pattern string, start int) (class string, length int, p *problem) {
	var b strings.Builder
	b.WriteByte('[')
	rest := pattern[start+1:]
	if rest != "" && (rest[0] == '!' || rest[0] == '^') {
		b.WriteByte('^')
		rest = rest[1:]
	}
	for first := true; ; first = false {
		low, after, ok := setMember(rest, first)
		if !ok {
			break
		}
		rest = after
		high := low
		if len(rest) > 1 && rest[0] == '-' && rest[1] != ']' {
			high, rest, ok = setMember(rest[1:], true)
			if !ok {
				break
			}
		}
		if high < low {
			return "", 0, &problem{
				text: "the range `" + string(low) + "-" + string(high) + "` is upside down",
				at:   span{start, len(pattern) - len(rest)},
			}
		}
		fmt.Fprintf(&b, `\x{%x}-\x{%x}`, low, high)
	}
	if rest == "" || rest[0] != ']' {
		return "", 0, &problem{text: "this `[` is never closed", at: span{start, start + 1}}
	}
	b.WriteByte(']')
	return b.String(), len(pattern) - len(rest) + 1 - start, nil
}

// setMember reads one character of a set. A "]" in first place is a member.
func setMember(s string, first bool) (member rune, rest string, ok bool) {
	if s == "" || s[0] == ']' && !first {
		return 0, s, false
	}
	if s[0] == '\\' && len(s) > 1 {
		s = s[1:]
	}
	r, size := utf8.DecodeRuneInString(s)
	return r, s[size:], true
}

// globHas reports whether a pattern has special characters.
func globHas(pattern string) bool { return strings.ContainsAny(pattern, `*?[\`) }
