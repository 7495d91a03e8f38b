package query_test

import (
	"testing"

	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/query"
)

func many(n int) query.Env {
	return query.Env{Now: now(), Inventory: modeltest.Many(n, 1, now()).Inventory()}
}

// The bar is 20 ms for five terms over 100,000 references.
func BenchmarkMatch(b *testing.B) {
	env := many(100_000)
	rows := env.Inventory.Rows()
	for _, bm := range []struct{ name, text string }{
		{"Word", "service99"},
		{"WordMissing", "Nowhere"},
		{"FiveTerms", "unused age>30d size>100MB repo:team1* label:service=team*"},
		{"FiveTermsRegexp", "unused age>30d size>10MB repo:*a* tag~^(dev|test|staging|1)"},
		{"FiveTermsRank", "rank>3 unused exclusive>=10MB ancestor:base/os1:stable local"},
		{"FiveTermsOr", "(team3 or team4) -used tagged>2w (size>200MB or dangling)"},
		{"Regexp", `tag~^1\.\d+$`},
		{"GlobSet", "tag:1.[0-9]?*"},
		{"Ancestor", "ancestor:base/os1:stable"},
		{"Rank", "rank>3"},
		{"VersionRank", "vrank>3"},
	} {
		matcher := parse(b, bm.text).Compile(env)
		b.Run(bm.name, func(b *testing.B) {
			b.ReportAllocs()
			matches := 0
			for b.Loop() {
				matches = countMatches(matcher, rows)
			}
			b.ReportMetric(float64(matches), "matches")
		})
	}
}

func countMatches(matcher query.Matcher, rows []model.Row) int {
	matches := 0
	for i := range rows {
		if matcher.Match(&rows[i]) {
			matches++
		}
	}
	return matches
}

func BenchmarkCompile(b *testing.B) {
	env := many(100_000)
	for _, text := range []string{"unused age>30d tag~^(dev|test)", "rank>3", "vrank>3", "ancestor:base/os1:stable", "leaf"} {
		q := parse(b, text)
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				q.Compile(env)
			}
		})
	}
}

func BenchmarkComplete(b *testing.B) {
	env := many(10_000)
	for _, text := range []string{"repo:team", "tag:1", "label:ser", "ser"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				query.Complete(text, len(text), env)
			}
		})
	}
}
