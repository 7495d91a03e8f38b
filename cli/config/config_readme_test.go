package config_test

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"jettison/cli/config"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/policy"
	"jettison/model/query"
)

// examples returns the TOML blocks below a heading of the README.
func examples(t *testing.T, heading string) []string {
	t.Helper()
	text, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, section, ok := strings.Cut(string(text), "\n## "+heading+"\n")
	if !ok {
		t.Fatalf("the README has no section %q", heading)
	}
	section, _, _ = strings.Cut(section, "\n## ")
	var blocks []string
	for rest := section; ; {
		_, after, ok := strings.Cut(rest, "```toml\n")
		if !ok {
			return blocks
		}
		block, after, ok := strings.Cut(after, "```\n")
		if !ok {
			t.Fatal("a block of TOML has no end")
		}
		blocks, rest = append(blocks, block), after
	}
}

// host is an engine with images on both sides of every rule in the README.
func host(now time.Time) *modeltest.World {
	w := modeltest.New(1, now)
	build := func(days int, labels map[string]string, tags ...string) *modeltest.Image {
		return w.Build(modeltest.Recipe{
			Add: []modeltest.Instruction{modeltest.Run(fmt.Sprint("RUN ", tags, days), 10e9)}, Tags: tags, Labels: labels,
			Created: now.Add(-time.Duration(days) * day),
		})
	}
	for i, tag := range []string{"1.9", "1.10", "1.8", "1.11", "2.0"} {
		build(6-i, nil, "acme/api:"+tag)
	}
	build(1, nil, "acme/web:1.0", "acme/web:latest")
	build(91, nil, "shop:prod-7")
	build(89, nil, "shop:prod-8")
	build(31, nil, "shop:staging")
	build(29, nil, "shop:staging-new")
	build(8, nil, "shop:dev", "shop:nightly")
	build(6, nil, "shop:dev-new")
	build(3, nil, "registry.example.com/tools/lint:3")
	running := build(4, nil, "registry.example.com/tools/proxy:1")
	build(5, map[string]string{"environment": "development"}, "lab:1")
	build(5, map[string]string{"environment": "production"}, "lab:2")
	build(60, map[string]string{"keep": ""}, "archive:1")
	stopped := build(70, nil, "batch:1")
	recent := build(50, nil, "batch:2")
	build(2, nil) // without a tag
	w.Run(modeltest.Start{Image: running, Name: "proxy", Since: day})
	w.Run(modeltest.Start{Image: stopped, Name: "old", State: model.StateExited, Since: 20 * day})
	w.Run(modeltest.Start{Image: recent, Name: "new", State: model.StateExited, Since: 10 * day})
	return w
}

// Each policy in the README selects exactly these references.
func TestPoliciesOfTheReadme(t *testing.T) {
	t.Parallel()
	type result struct{ removed, blocked []string }
	want := map[string]result{
		"nightly":     {removed: []string{"<none>"}},
		"unused":      {removed: []string{"shop:prod-7", "shop:prod-8", "archive:1", "shop:staging", "shop:staging-new", "shop:dev", "shop:nightly"}},
		"stages":      {removed: []string{"shop:prod-7", "shop:staging", "shop:dev"}},
		"releases":    {removed: []string{"acme/api:1.9", "acme/api:1.8"}},
		"mirror":      {removed: []string{"registry.example.com/tools/lint:3"}},
		"development": {removed: []string{"lab:1"}},
		// The engine uses 200 GB, of which 100 GB are to stay.
		"room": {
			removed: []string{
				"shop:prod-7", "shop:prod-8", "shop:staging", "shop:staging-new", "batch:1", "shop:dev", "shop:nightly",
				"acme/api:1.9", "shop:dev-new", "acme/api:1.10", "lab:1",
			},
			blocked: []string{"batch:2"},
		},
	}
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	inv := host(now).Inventory()
	seen := map[string]bool{}
	for _, block := range examples(t, "Policies") {
		c, err := config.Parse("README.md", []byte(block))
		if err != nil {
			t.Fatal(err)
		}
		if len(c.Policies) != 1 {
			t.Fatalf("%d policies in\n%s", len(c.Policies), block)
		}
		p := c.Policies[0]
		seen[p.Name] = true
		s := p.Select(policy.Env{Env: query.Env{Now: now, Inventory: inv}, Free: model.Unknown})
		if s.Problem != nil {
			t.Fatal(s.Problem)
		}
		got := result{names(s.Remove), names(s.Blocked)}
		if !slices.Equal(got.removed, want[p.Name].removed) {
			t.Errorf("%s removes\n%q, want\n%q", p.Name, got.removed, want[p.Name].removed)
		}
		if !slices.Equal(got.blocked, want[p.Name].blocked) {
			t.Errorf("%s is blocked for\n%q, want\n%q", p.Name, got.blocked, want[p.Name].blocked)
		}
	}
	if got, named := slices.Sorted(maps.Keys(seen)), slices.Sorted(maps.Keys(want)); !slices.Equal(got, named) {
		t.Errorf("the README has the policies %q, want %q", got, named)
	}
}

func names(keys []model.Key) []string {
	var out []string
	for _, key := range keys {
		if key.Ref == "" {
			key.Ref = model.None
		}
		out = append(out, key.Ref)
	}
	return out
}

func TestConfigurationOfTheReadme(t *testing.T) {
	t.Parallel()
	blocks := examples(t, "Configuration")
	if len(blocks) != 1 {
		t.Fatalf("%d blocks", len(blocks))
	}
	c, err := config.Parse("README.md", []byte(blocks[0]))
	if err != nil {
		t.Fatal(err)
	}
	for _, s := range c.Settings() {
		if s.Origin.Source == config.SourceDefault && s.Name != "host" {
			t.Errorf("the example leaves %s out", s.Name)
		}
	}
}
