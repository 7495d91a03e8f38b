package query_test

import (
	"testing"

	"jettison/model/query"
)

func BenchmarkMatch(b *testing.B) {
	env := query.Env{Now: now(), Inventory: many(100_000)}
	for _, bm := range []struct{ name, text string }{
		{"Word", "service-99"},
		{"FiveTerms", "unused age>30d size>100MB repo:registry.example.com/team-1* label:environment=development"},
		{"FiveTermsRegexp", "tag~^(dev|test|staging) unused age>30d size>100MB repo:registry.example.com/*"},
		{"FiveTermsRank", "rank>3 unused exclusive>=100MB ancestor:registry.example.com/team-0/service-0 -local"},
		{"Regexp", "tag~^(dev|test|staging)"},
		{"Ancestor", "ancestor:registry.example.com/team-0/service-0"},
		{"Rank", "rank>3"},
		{"VersionRank", "vrank>3"},
	} {
		matcher := parse(b, bm.text).Compile(env)
		rows := env.Inventory.Rows()
		b.Run(bm.name, func(b *testing.B) {
			b.ReportAllocs()
			matches := 0
			for b.Loop() {
				matches = 0
				for i := range rows {
					if matcher.Match(&rows[i]) {
						matches++
					}
				}
			}
			b.ReportMetric(float64(matches), "matches")
		})
	}
}

func BenchmarkCompile(b *testing.B) {
	env := query.Env{Now: now(), Inventory: many(100_000)}
	for _, text := range []string{"unused age>30d tag~^(dev|test)", "rank>3", "vrank>3", "ancestor:registry.example.com/team-0/service-0", "leaf"} {
		q := parse(b, text)
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				q.Compile(env)
			}
		})
	}
}

func BenchmarkComplete(b *testing.B) {
	env := query.Env{Now: now(), Inventory: many(10_000)}
	for _, text := range []string{"repo:reg", "tag:1", "label:env", "ser"} {
		b.Run(text, func(b *testing.B) {
			for b.Loop() {
				query.Complete(text, len(text), env)
			}
		})
	}
}
