package query_test

import (
	"errors"
	"strings"
	"testing"

	"jettison/model/query"
)

func TestParseErrors(t *testing.T) {
	for _, tt := range []struct {
		text       string
		column     int
		says       string
		suggestion string
	}{
		{"sise>1GB", 1, "unknown field `sise`", "size"},
		{"api SISE>1GB", 5, "unknown field `SISE`", "size"},
		{"tga:1.*", 1, "unknown field `tga`", "tag"},
		{"excl>1GB", 1, "unknown field `excl`", "exclusive"},
		{"size2>1GB", 1, "unknown field `size2`", "size"},
		{"repository:acme/*", 1, "unknown field `repository`", "repo"},
		{"until>72h", 1, "unknown field `until`", "age"},
		{"name:api", 1, "`name` is a field of containers and volumes, not of images", "ref"},
		{"nginx:1.25", 1, "unknown field `nginx`", "ref:nginx:1.25"},
		{"localhost:5000/app:1", 1, "unknown field `localhost`", "ref:localhost:5000/app:1"},
		{"taste>sweet", 1, "the fields are repo, tag", ""},
		{"is:unused", 1, "unknown field `is`", "unused"},
		{"dangling=true", 1, "is a state", "dangling"},
		{"dangling=false", 1, "is a state", "-dangling"},
		{"acme/api>3", 1, "unknown field `acme/api`", ""},

		{"size:1GB", 5, "is compared with", "="},
		{"size~1GB", 5, "is compared with", "="},
		{"tag>1.2", 4, "is text", ":"},
		{"ancestor>nginx", 9, "takes `:`", ":"},
		{"ancestor=nginx", 9, "takes `:`", ":"},
		{"tag!~^dev x", 1, "no operator `!~`", "-tag~^dev"},
		{">1GB", 1, "no field before `>`", ""},
		{"api > 3 x", 1, "unknown field `api`", ""},
		{"~x", 1, "no field before `~`", ""},

		{"size>", 1, "needs a value, such as `size>1GB`", ""},
		{"repo: acme", 1, "needs a value", ""},
		{"size>GB", 6, "no number of bytes", ""},
		{"size>1XB", 7, "unknown unit `XB`", ""},
		{"size>1", 6, "`1` has no unit", "1GB"},
		{"size>1.5 GB", 6, "`1.5` has no unit", "1.5GB"},
		{"size>1gbit", 6, "unknown unit `gbit`", "1GB"},
		{"size>1.2.3GB", 9, "unknown unit `.3GB`", ""},
		{"size>99999999999TB", 6, "more than any engine holds", ""},
		{"layers>2.5", 8, "no whole number", ""},
		{"rank>x", 6, "no whole number", ""},
		{"age>30", 5, "has no unit of time", "30d"},
		{"age>6M", 5, "unknown unit `M`", "6mo"},
		{"age>3weeks", 5, "unknown unit `weeks`", "3w"},
		{"age>2fortnights", 6, "unknown unit `fortnights`", ""},
		{"age>1w3", 5, "has no unit of time", "1w3d"},
		{"age>soon", 5, "no duration", ""},
		{"age>900y", 5, "longer than 200 years", ""},
		{"age>2026-01-31", 5, "is a date", ""},
		{"created<soon", 9, "neither a date", ""},
		{"created<2026-13", 9, "is no date", ""},
		{"created<2026-02-30", 9, "is no date", ""},
		{"created<2026/01/31", 9, "is no date", "2026-01-31"},
		{"created<31-01-2026", 9, "is no date", ""},

		{"(api", 1, "`(` is never closed", ""},
		{"api (used or (tag:x)", 5, "`(` is never closed", ""},
		{"(", 1, "`(` is never closed", ""},
		{"()", 1, "nothing between", ""},
		{"api)", 4, "`)` closes nothing", ""},
		{")", 1, "`)` closes nothing", ""},
		{`api "two words`, 5, "quote is never closed", ""},
		{`label:a="b`, 9, "quote is never closed", ""},
		{`""`, 1, "nothing between the quotes", ""},
		{"tag~^(dev|test", 6, "`(` is never closed", ""},
		{"tag~^(dev or test)", 6, "`(` is never closed", ""},
		{"tag~[a", 5, "no regular expression", ""},
		{"tag~a**", 6, "no regular expression", ""},
		{"tag:v[12", 6, "`[` is never closed", ""},
		{"tag:v[2-1]", 6, "upside down", ""},
		{"label:a[=]b", 8, "`[` is never closed", ""}, // its key and its value are globs by themselves
		{"label:a=[b", 9, "`[` is never closed", ""},
		{"id:[Z-a]", 4, "the range `z-a` is upside down", ""},
		{`tag:v\`, 6, "nothing after this backslash", ""},

		{"or api", 1, "needs a term before", `"or"`},
		{"api or", 5, "`or` needs a term after", ""},
		{"api and", 5, "`and` needs a term after", ""},
		{"api not", 5, "`not` needs a term after", ""},
		{"api -", 5, "`-` needs a term after", ""},
		{"(api or) used", 6, "`or` needs a term after", ""},
		{"api or OR used", 8, "needs a term before", `"OR"`},
		{"api || used", 5, "no part of a query", "or"},
		{"api && used", 5, "no part of a query", "and"},
		{"größe äöü sise>1", 11, "unknown field `sise`", "size"},
		{strings.Repeat("(", 200) + "a", 101, "nested more than", ""},
		{strings.Repeat("-", 200) + "a", 101, "nested more than", ""},
	} {
		t.Run(tt.text, func(t *testing.T) {
			q, err := query.Parse(tt.text)
			var bad *query.Error
			if !errors.As(err, &bad) {
				t.Fatalf("Parse(%q) = %v, %v; want an error", tt.text, q, err)
			}
			if bad.Column != tt.column || !strings.Contains(bad.Text, tt.says) || bad.Suggestion != tt.suggestion {
				t.Errorf("Parse(%q):\ncolumn %d, %q, suggestion %q; want\ncolumn %d, …%q…, suggestion %q",
					tt.text, bad.Column, bad.Text, bad.Suggestion, tt.column, tt.says, tt.suggestion)
			}
		})
	}
}

// Putting a suggestion in place leads to a query, or at least past the error.
func TestSuggestionsParse(t *testing.T) {
	for _, text := range []string{
		"sise>1GB", "tga:1.*", "nginx:1.25", "localhost:5000/app:1", "is:unused", "dangling=false", "size:1GB", "tag>1.2",
		"ancestor>nginx", "tag!~^(dev|x) y", "size>1gbit", "age>30", "age>6M", "age>3weeks", "age>1w3", "created<2026/01/31",
		"or api", "api || used", "api && used", `x repository:"acme/*"`,
	} {
		_, err := query.Parse(text)
		var bad *query.Error
		if !errors.As(err, &bad) {
			t.Errorf("Parse(%q): %v", text, err)
			continue
		}
		fixed, ok := bad.Fix()
		if _, err := query.Parse(fixed); !ok || err != nil {
			t.Errorf("%q is suggested for %q: %v", fixed, text, err)
		}
	}
}
