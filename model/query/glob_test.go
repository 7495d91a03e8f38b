package query

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// A glob matches what the regular expression with the same meaning matches.
func TestGlob(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SliceOfN(rapid.SampledFrom([][2]string{
			{"a", "a"},
			{"b", "b"},
			{"*", ".*"},
			{"*", ".*"},
			{"?", "."},
			{"[ab]", "[ab]"},
			{"[!a]", "[^a]"},
			{"[^/-b]", "[^/-b]"},
			{"[]a]", `[\]a]`},
			{`\*`, `\*`},
			{"é", "é"},
			{"/", "/"},
			{".", `\.`},
		}), 0, 6).Draw(t, "parts")
		var pattern, expression strings.Builder
		for _, part := range parts {
			pattern.WriteString(part[0])
			expression.WriteString(part[1])
		}
		g, p := compileGlob(pattern.String())
		if p != nil {
			t.Fatalf("%s: %s", pattern.String(), p.text)
		}
		s := rapid.StringOfN(rapid.SampledFrom([]rune("aab*/é].")), 0, 8, -1).Draw(t, "s")
		want := regexp.MustCompile("^(?:" + expression.String() + ")$").MatchString(s)
		if got := g.match(s); got != want {
			t.Fatalf("%s in %q: %t, want %t", pattern.String(), s, got, want)
		}
	})
}
