package policy_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"jettison/model/modeltest"
	"jettison/model/policy"
)

// Docker's filters restrict what a prune takes; here they keep the rest.
func TestPruneFilters(t *testing.T) {
	t.Parallel()
	w := modeltest.New(1, now)
	for _, image := range []struct {
		tag    string
		age    time.Duration
		labels map[string]string
	}{
		{"plain:1", 10 * day, nil},
		{"keep:1", 10 * day, map[string]string{"keep": "", "tier": "a b"}},
		{"prod:1", 10 * day, map[string]string{"env": "prod"}},
		{"dev:1", 10 * day, map[string]string{"env": "dev", `odd"\`: "x"}},
		{"new:1", 2 * time.Hour, nil},
	} {
		w.Build(modeltest.Recipe{
			Tags: []string{image.tag}, Created: now.Add(-image.age), Labels: image.labels,
			Add: []modeltest.Instruction{modeltest.Run(image.tag, mb)},
		})
	}
	inv := w.Inventory()
	tests := []struct {
		filters string
		removed []string
	}{
		{"label!=keep", []string{"dev:1", "plain:1", "prod:1", "new:1"}},
		{"label!=keep,label!=env", []string{"plain:1", "new:1"}},
		{"label!=env=prod", []string{"dev:1", "keep:1", "plain:1", "new:1"}},
		{"label=env", []string{"dev:1", "prod:1"}},
		{"label=env=dev", []string{"dev:1"}},
		{"label!=tier=a b", []string{"dev:1", "plain:1", "prod:1", "new:1"}},
		{`label!=odd"\`, []string{"keep:1", "plain:1", "prod:1", "new:1"}},
		{"label=e*", nil},
		{"until=24h", []string{"dev:1", "keep:1", "plain:1", "prod:1"}},
		{"until=1h30m", []string{"dev:1", "keep:1", "plain:1", "prod:1", "new:1"}},
		{"until=2026-10-25", []string{"dev:1", "keep:1", "plain:1", "prod:1"}},
		{"until=2026-10-22T12:00:00Z", nil},
		{"until=2026-10-22T12:00:01Z", []string{"dev:1", "keep:1", "plain:1", "prod:1"}},
		{"until=1793534400", []string{"dev:1", "keep:1", "plain:1", "prod:1", "new:1"}}, // now
		{"nonsense", []string{"dev:1", "keep:1", "plain:1", "prod:1", "new:1"}},
	}
	for _, tt := range tests {
		t.Run(tt.filters, func(t *testing.T) {
			t.Parallel()
			e := env(inv)
			for text := range strings.SplitSeq(tt.filters, ",") {
				f, ok, err := policy.ParsePruneFilter(text, now)
				if err != nil {
					t.Fatal(err)
				}
				if ok {
					e.Filters = append(e.Filters, f)
				}
			}
			p := &policy.Policy{Remove: queries(t, "unused")}
			if got := names(p.Select(e).Remove); !slices.Equal(got, tt.removed) {
				t.Errorf("removed %q, want %q", got, tt.removed)
			}
		})
	}
	for _, text := range []string{"until=yesterday", "until=", "dangling=true", "until=-3h"} {
		if _, ok, err := policy.ParsePruneFilter(text, now); err == nil || ok {
			t.Errorf("%s: no error", text)
		}
	}
}
