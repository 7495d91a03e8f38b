package query

import (
	"errors"
	"fmt"
	"regexp"
	"regexp/syntax"
	"strings"
)

// text is a glob, a regular expression or a literal.
type text string

func (t text) String() string { return string(t) }

// parseText checks a glob, a regular expression or a literal.
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

// textTest tests one text.
type textTest func(string) bool

// newTest makes a test for a value that parseText accepts, and returns its cost.
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

// regexpProblem returns what is wrong with a regular expression, nil if nothing
// is.
func regexpProblem(expression string) *problem {
	_, err := regexp.Compile(expression)
	if err == nil {
		return nil
	}
	p := &problem{text: "this is no regular expression (RE2): " + err.Error()}
	if bad, ok := errors.AsType[*syntax.Error](err); ok {
		p.text = fmt.Sprintf("this is no regular expression (RE2): %s in %#q", bad.Code, bad.Expr)
		if i := strings.Index(expression, bad.Expr); i >= 0 && bad.Expr != expression {
			p.at = span{i, i + len(bad.Expr)}
		}
	}
	return p
}
