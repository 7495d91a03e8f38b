package query

import (
	"regexp"
	"testing"

	"pgregory.net/rapid"
)

// The fast test of an expression agrees with the regexp package.
func TestLiteralTest(t *testing.T) {
	quick := 0
	rapid.Check(t, func(t *rapid.T) {
		expression := rapid.OneOf(
			rapid.StringMatching(`\^?[ab1.]{0,2}\(?[ab]{0,2}(\|[ab1]{0,2}){0,2}\)?[?ab]{0,2}(\[[ab]\])?\$?`),
			rapid.StringOfN(rapid.SampledFrom([]rune(`ab1^$()|[]?.*\-`)), 0, 7, -1),
		).Draw(t, "expression")
		re, err := regexp.Compile(expression)
		if err != nil {
			return
		}
		test, ok := newLiteralTest(expression)
		if !ok {
			return
		}
		quick++
		s := rapid.StringOfN(rapid.SampledFrom([]rune("ab1.")), 0, 6, -1).Draw(t, "s")
		if got, want := test(s), re.MatchString(s); got != want {
			t.Fatalf("%s in %q: %t, want %t", expression, s, got, want)
		}
	})
	if quick == 0 {
		t.Error("no expression that was drawn stands for a few texts")
	}
}

func TestLiteralTestIsTaken(t *testing.T) {
	for expression, want := range map[string]bool{
		`^(dev|test|staging)`: true, `-rc`: true, `^v?1\.`: true, `-snapshot$`: true, `^latest$`: true, `^v[12]\.`: true,
		`^v\d+\.`: false, `(?i)dev`: false, `a.*b`: false, `[^a]`: false, `\bdev\b`: false,
	} {
		if _, ok := newLiteralTest(expression); ok != want {
			t.Errorf("%s: %t, want %t", expression, ok, want)
		}
	}
}
