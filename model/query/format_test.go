package query

import (
	"reflect"
	"testing"

	"pgregory.net/rapid"
)

// plain returns a tree without places in the text, so that trees can be compared.
func plain(n node) node {
	switch n := n.(type) {
	case allOf:
		return allOf{members: plainAll(n.members)}
	case anyOf:
		return anyOf{members: plainAll(n.members)}
	case negation:
		return negation{member: plain(n.member)}
	case comparison:
		n.at = span{}
		return n
	}
	return n
}

func plainAll(nodes []node) []node {
	all := make([]node, len(nodes))
	for i, n := range nodes {
		all[i] = plain(n)
	}
	return all
}

func checkRoundTrip(t interface{ Fatalf(string, ...any) }, q *Query) {
	canonical := q.String()
	again, err := Parse(canonical)
	if err != nil {
		t.Fatalf("canonical form %q of %q: %v", canonical, q.text, err)
	}
	if !reflect.DeepEqual(plain(again.root), plain(q.root)) {
		t.Fatalf("%q became %q, which reads as\n%#v, want\n%#v", q.text, canonical, plain(again.root), plain(q.root))
	}
	if twice := again.String(); twice != canonical {
		t.Fatalf("canonical form %q has the canonical form %q", canonical, twice)
	}
}

// drawTerm draws a term as a person may write it.
func drawTerm(t *rapid.T) string {
	odd := rapid.StringOfN(rapid.SampledFrom([]rune(`ab1.:/-_=~<>!*?[]()|"'\ äor`)), 1, 8, -1)
	switch rapid.IntRange(0, 7).Draw(t, "kind") {
	case 0:
		return rapid.SampledFrom([]string{"api", "or", "dangling", "-x", "Unused", "(", "<none>", "ghcr.io/a/b:1", "AND"}).Draw(t, "word")
	case 1:
		return quote(odd.Draw(t, "quoted"))
	case 2:
		return rapid.SampledFrom([]string{"repo:", "tag=", "ref!=", "label:", "label=", "ID=", "registry:", "tag~"}).Draw(t, "field") +
			rapid.OneOf(odd, rapid.Map(odd, quote)).Draw(t, "text")
	case 3:
		return rapid.StringMatching(`(size|exclusive|Shared) ?(<|<=|>|>=|=|!=) ?[0-9]{1,4}(\.[0-9]{0,2})?([kMGT]?B?|[kmg]i?b?)`).Draw(t, "bytes")
	case 4:
		return rapid.StringMatching(`(age|created|tagged|used)(<|>=|=|!=)([0-9]{1,3}(s|m|h|d|w|mo|y)){1,3}`).Draw(t, "duration")
	case 5:
		return rapid.StringMatching(`(created|tagged|used)(<|>=|=|!=)20[0-9]{2}(-(0[1-9]|1[0-2])(-(0[1-9]|1[0-9])(T0[0-9]:[0-5][0-9](:00)?(Z|\+01:00)?)?)?)?`).Draw(t, "date")
	case 6:
		return rapid.StringMatching(`(rank|vrank|layers)(<|>|=|!=)[0-9]{1,5}`).Draw(t, "count")
	}
	return rapid.SampledFrom([]string{"ancestor:", "base-of:"}).Draw(t, "relation") + odd.Draw(t, "image")
}

func drawQuery(t *rapid.T, depth int) string {
	if depth == 0 {
		return drawTerm(t)
	}
	left := drawQuery(t, depth-1)
	switch rapid.IntRange(0, 5).Draw(t, "shape") {
	case 0:
		return left
	case 1:
		return rapid.SampledFrom([]string{"-", "!", "not ", "NOT "}).Draw(t, "not") + left
	case 2:
		return "(" + left + ")"
	}
	between := rapid.SampledFrom([]string{" ", " and ", " or ", " OR ", ") (", "  "}).Draw(t, "between")
	joined := left + between + drawQuery(t, depth-1)
	if between == ") (" {
		return "(" + joined + ")"
	}
	return joined
}

func TestRoundTrip(t *testing.T) {
	parsed := 0
	rapid.Check(t, func(t *rapid.T) {
		text := drawQuery(t, rapid.IntRange(0, 3).Draw(t, "depth"))
		q, err := Parse(text)
		if err != nil {
			return
		}
		parsed++
		checkRoundTrip(t, q)
	})
	if parsed == 0 {
		t.Error("no text that was drawn is a query")
	}
}

func TestCanonicalForm(t *testing.T) {
	for text, want := range map[string]string{
		"":                                "",
		"  ":                              "",
		"api  AND  Dangling":              "api dangling",
		"a OR b and not c":                "a or b -c",
		"(a or b) c":                      "(a or b) c",
		"(a (b c))":                       "a b c",
		"a or (b or c)":                   "a or b or c",
		"not (a b)":                       "-(a b)",
		"!(a or b)":                       "-(a or b)",
		"--a":                             "a",
		`"or"`:                            `"or"`,
		`'dangling'`:                      `"dangling"`,
		`"api"`:                           "api",
		`"two words"`:                     `"two words"`,
		`"-x"`:                            `"-x"`,
		`'a"b'`:                           `"a\"b"`,
		`repo:"acme/api"`:                 "repo:acme/api",
		"tag=~^v1":                        "tag~^v1",
		`tag~"^(a|b c)"`:                  `tag~"^(a|b c)"`,
		"Size > 01.50gb":                  "size>1.50GB",
		"size>1g":                         "size>1GB",
		"size>1000":                       "size>1000B",
		"size>5kb":                        "size>5kB",
		"size>5MIB":                       "size>5MiB",
		"age>007d":                        "age>7d",
		"created<2026-01-31t10:00z":       "created<2026-01-31T10:00Z",
		"label:a='b c'":                   `label:"a=b c"`,
		"rank>03":                         "rank>3",
		"ancestor:nginx:1.25 base-of:a/b": "ancestor:nginx:1.25 base-of:a/b",
	} {
		q, err := Parse(text)
		if err != nil {
			t.Errorf("Parse(%q): %v", text, err)
			continue
		}
		if got := q.String(); got != want {
			t.Errorf("Parse(%q).String() = %q, want %q", text, got, want)
		}
		checkRoundTrip(t, q)
	}
}
