package query_test

import "testing"

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
