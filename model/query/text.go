package query

import (
	"fmt"
	"regexp"
)

// text is a glob, a regular expression or a very text.
type text string

func (t text) String() string { return string(t) }

// parseText reads a glob, a regular expression or a very text.
func parseText(op operator, s string) (text, *problem) {
	switch op {
	case opGlob:
		_, p := compileGlob(s)
		return text(s), p
	case opRegexp:
		return text(s), regexpProblem(s)
	case opEqual, opNotEqual:
		return text(s), nil
	default:
		panic(fmt.Sprintf("query: text is compared by %q", op))
	}
}

// textTest judges one text.
type textTest func(string) bool

// newTest makes a test of a value that parseText accepts, and says what the test
// costs.
type newTest func(op operator, wanted string) (test textTest, cost int)

// newTextTest tests a text as it is.
func newTextTest(op operator, wanted string) (test textTest, cost int) {
	switch op {
	case opGlob:
		g := mustCompileGlob(wanted)
		return g.match, g.cost
	case opRegexp:
		if test, ok := newLiteralTest(wanted); ok {
			return test, costSearch
		}
		return regexp.MustCompile(wanted).MatchString, costRegexp
	case opEqual:
		return func(s string) bool { return s == wanted }, costText
	default:
		panic(fmt.Sprintf("query: text is tested by %q", op))
	}
}
