package query_test

import (
	"strings"
	"testing"
	"time"

	"jettison/model/modeltest"
	"jettison/model/query"
)

// slowPatterns are made to keep a matcher busy.
func slowPatterns() map[string]string {
	const text = 4 << 10 // what a line takes
	fill := func(part string) string { return strings.Repeat(part, text/len(part)) }
	return map[string]string{
		"nested repeats":    `repo~"(a+)+$"`,
		"nested stars":      `repo~"^(([a-z])*)*$"`,
		"alternatives":      `repo~"^(a|a|aa)+$"`,
		"counted repeats":   `repo~"((a{30}){30})"`,
		"counted classes":   `repo~"([a-z0-9/._-]{1,500}){1,2}x"`,
		"most counted":      `repo~"(.{1,1000}){1,1000}"`,
		"many stars":        `repo:"` + fill("*a") + `"`,
		"stars of folders":  `repo:"` + fill("**/") + `"`,
		"question marks":    `repo:"` + fill("?*") + `"`,
		"many classes":      `repo:"` + fill("[a-z]*") + `"`,
		"alternating globs": `repo:"` + fill("{a,b}*") + `"`,
		"many terms":        fill("a or ") + "a",
		"many dashes":       fill("-"),
		"optional dots":     `repo~"` + fill(".?") + `"`,
		"long class":        `repo~"[` + fill(`\p{L}`) + `]"`,
		"folded":            `repo~"(?i)` + fill("k") + `"`,
	}
}

// No pattern that fits into a line takes long for 10,000 rows, or it is refused.
func TestSlowPatterns(t *testing.T) {
	t.Parallel()
	refused := map[string]string{
		"counted classes": "this regular expression is too large",
		"most counted":    "invalid repeat count",
		"many classes":    "this pattern is too large",
		"question marks":  "this pattern is too large",
		"many dashes":     "nested more than",
		"optional dots":   "this regular expression is too large",
		"folded":          "this regular expression is too large",
	}
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	inv := modeltest.Many(10_000, 1, now).Inventory()
	for name, text := range slowPatterns() {
		began := time.Now()
		parsed, err := query.Parse(text)
		if want := refused[name]; want != "" {
			if err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v, want %q", name, err, want)
			}
			continue
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		matches := parsed.Compile(query.Env{Now: now, Inventory: inv})
		for i := range inv.Rows() {
			matches.Match(&inv.Rows()[i])
		}
		// No measure of speed: what backtracks takes years.
		if took := time.Since(began); took > time.Minute {
			t.Errorf("%s takes %v", name, took)
		}
	}
}
