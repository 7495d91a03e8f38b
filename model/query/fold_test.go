package query

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := rapid.SampledFrom([]rune("abABzZ@[`{1é/"))
		s := rapid.StringOfN(draw, 0, 24, -1).Draw(t, "s")
		text := rapid.StringOfN(draw, 1, 3, -1).Draw(t, "text")
		if got, want := newFold(text).in(s), strings.Contains(strings.ToLower(s), strings.ToLower(text)); got != want {
			t.Fatalf("%q in %q: %t, want %t", text, s, got, want)
		}
		if got, want := hasUpper(s), strings.ContainsAny(s, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"); got != want {
			t.Fatalf("hasUpper(%q) = %t", s, got)
		}
	})
}
