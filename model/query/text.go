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
	err := compiles(expression)
	if err == nil {
		return nil
	}
	if errors.Is(err, errTooLarge) {
		return &problem{text: "this regular expression is too large: on many images it takes seconds"}
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

// mostInstructions is how many instructions an expression may compile to. The time that a text
// takes is their number times its length at worst (RE2).
const mostInstructions = 1000

var errTooLarge = errors.New("the expression is too large")

// compiles returns why an expression can't be used, errTooLarge if it would take long.
func compiles(expression string) error {
	parsed, err := syntax.Parse(expression, syntax.Perl)
	if err != nil {
		return err
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return err
	}
	if len(program.Inst) > mostInstructions {
		return errTooLarge
	}
	return nil
}
