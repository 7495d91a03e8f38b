package model_test

import (
	"strings"
	"testing"
	"unicode"

	"pgregory.net/rapid"

	"jettison/model"
)

func TestClean(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"acme/api:1.0":                    "acme/api:1.0",
		"größe 大小 🐳":                      "größe 大小 🐳",
		"a\nb\r\nc\td":                    "a b  c d",
		"\x1b[31mred\x1b[0m":              "[31mred[0m",
		"\x1b]0;title\a":                  "]0;title",
		"\u009b31mred":                    "31mred", // one character that means ESC [
		"a\u0085b\x7fc\x00d":              "abcd",
		"\x9b31m\xff":                     "31m", // the same as a byte that is no text
		"tag\u202egnp.exe":                "taggnp.exe",
		"\u2066a\u2067b\u2068c\u2069d":    "abcd",
		"\u202aa\u202bb\u202cc\u202dd":    "abcd",
		"la\u200btest\u200c\u200d\ufeff":  "latest",
		"a\u2028b\u2029c":                 "abc",
		"\u061ca\u200eb\u200fc\u00add":    "abcd",
		"hidden \U000e0041\U000e0042 tag": "hidden  tag",
	} {
		if got := model.Clean(text); got != want {
			t.Errorf("%q becomes %q, want %q", text, got, want)
		}
	}
}

// Whatever comes in, one line comes out that a terminal shows as it is.
func TestCleanLeavesNothingToObey(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pieces := rapid.SliceOf(rapid.OneOf(
			rapid.String(),
			rapid.StringOf(rapid.RuneFrom(nil, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)),
			rapid.Custom(func(t *rapid.T) string { return string(rapid.SliceOf(rapid.Byte()).Draw(t, "bytes")) }),
		)).Draw(t, "pieces")
		text := strings.Join(pieces, "")
		got := model.Clean(text)
		for _, r := range got {
			if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) || r == unicode.ReplacementChar {
				t.Errorf("%q keeps %q", text, r)
			}
		}
		if again := model.Clean(got); again != got {
			t.Errorf("%q becomes %q, and then %q", text, got, again)
		}
		for _, r := range text {
			if unicode.In(r, unicode.L, unicode.N, unicode.P, unicode.S) && r != unicode.ReplacementChar && !strings.ContainsRune(got, r) {
				t.Errorf("%q loses %q", text, r)
			}
		}
	})
}
