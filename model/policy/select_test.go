package policy_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/policy"
)

// shop is an engine with an app in four versions on one base, a development
// build of it that shares an image with the newest, and leftovers.
//
//	base:1        100 MB  60 days old
//	app:1.9        10 MB  50 days; a container exited 5 days ago
//	app:1.10       20 MB  40 days
//	app:1.11       30 MB  30 days; running
//	app:1.12 app:dev 40 MB 20 days
//	(untagged)     50 MB  10 days
func shop() *modeltest.World {
	w := modeltest.New(1, now)
	base := build(w, nil, 60, 100*mb, "base:1")
	old := build(w, base, 50, 10*mb, "app:1.9")
	build(w, base, 40, 20*mb, "app:1.10")
	running := build(w, base, 30, 30*mb, "app:1.11")
	build(w, base, 20, 40*mb, "app:1.12", "app:dev")
	build(w, base, 10, 50*mb)
	w.Run(modeltest.Start{Image: old, Name: "old", State: model.StateExited, Since: 5 * day, Created: 6 * day})
	w.Run(modeltest.Start{Image: running, Name: "web", Since: day})
	return w
}

func untagged(inv *model.Inventory) string {
	for _, row := range inv.Rows() {
		if row.Ref == "" {
			return row.Image.ID.Short()
		}
	}
	return ""
}

func TestSelect(t *testing.T) {
	t.Parallel()
	const gone = "untagged"
	tests := []struct {
		name            string
		remove, keep    []string
		policy          policy.Policy
		free            int64
		removed, blocks []string
		images          int
		missing         int64
		kept            []string
	}{
		{
			name: "the least recently used first", remove: []string{"unused"}, images: 4,
			removed: []string{"app:1.10", "app:1.12", "app:dev", gone, "base:1"},
		},
		{
			name: "what is in use is blocked", remove: []string{"repo:app"}, images: 2,
			removed: []string{"app:1.10", "app:1.12", "app:dev"}, blocks: []string{"app:1.9", "app:1.11"},
		},
		{
			name: "a keep query wins", remove: []string{"unused"}, keep: []string{"repo:base", "dangling"}, images: 2,
			removed: []string{"app:1.10", "app:1.12", "app:dev"},
			kept:    []string{gone + ": kept by dangling", "base:1: kept by repo:base"},
		},
		{
			name: "each reference by itself", remove: []string{"tag:dev"}, images: 1, removed: []string{"app:dev"},
		},
		{
			name: "what a keep query can't decide stays", remove: []string{"unused"}, keep: []string{"vrank<=1"}, images: 1,
			removed: []string{"app:1.10"},
			kept: []string{
				gone + ": kept, since it can't be told whether it is vrank<=1", "app:1.12: kept by vrank<=1",
				"app:dev: kept, since it can't be told whether it is vrank<=1", "base:1: kept by vrank<=1",
			},
		},
		{
			name: "stopped containers of long ago go too", remove: []string{"repo:app"}, policy: policy.Policy{StoppedOlderThan: 4 * day},
			images: 3, removed: []string{"app:1.10", "app:1.12", "app:dev", "app:1.9"}, blocks: []string{"app:1.11"},
		},
		{
			name: "but not those of late", remove: []string{"repo:app"}, policy: policy.Policy{StoppedOlderThan: 5 * day},
			images: 2, removed: []string{"app:1.10", "app:1.12", "app:dev"}, blocks: []string{"app:1.9", "app:1.11"},
		},
		{
			name: "a batch", remove: []string{"unused"}, policy: policy.Policy{Batch: 2}, images: 2,
			removed: []string{"app:1.10", "app:1.12", "app:dev"},
			kept:    []string{gone + ": for the next run: the batch is full", "base:1: for the next run: the batch is full"},
		},
		{
			name: "a budget for all images", remove: []string{"unused -repo:base"}, policy: policy.Policy{MaxTotal: 230 * mb}, images: 1,
			removed: []string{"app:1.10"}, // 250 MB less 20 MB
			kept: []string{
				gone + ": the budget holds without it", "app:1.12: the budget holds without it", "app:dev: the budget holds without it",
			},
		},
		{
			name: "a budget that holds", remove: []string{"unused"}, policy: policy.Policy{MaxTotal: 250 * mb},
			kept: []string{
				gone + ": the budget holds without it", "app:1.10: the budget holds without it", "app:1.12: the budget holds without it",
				"app:dev: the budget holds without it", "base:1: the budget holds without it",
			},
		},
		{
			name: "a budget for what is free", remove: []string{"unused -repo:base"}, policy: policy.Policy{MinFree: 21 * mb}, images: 2,
			removed: []string{"app:1.10", "app:1.12", "app:dev"}, kept: []string{gone + ": the budget holds without it"},
		},
		{
			name: "of two budgets the one that asks for more", remove: []string{"unused -repo:base"}, images: 1,
			policy: policy.Policy{MaxTotal: 230 * mb, MinFree: mb}, removed: []string{"app:1.10"},
			kept: []string{
				gone + ": the budget holds without it", "app:1.12: the budget holds without it", "app:dev: the budget holds without it",
			},
		},
		{
			name: "a budget that can't be met", remove: []string{"repo:app"}, policy: policy.Policy{MinFree: 100 * mb}, free: mb, images: 2,
			removed: []string{"app:1.10", "app:1.12", "app:dev"}, blocks: []string{"app:1.9", "app:1.11"}, missing: 39 * mb,
		},
		{
			name: "with a budget no tag goes for nothing", remove: []string{"tag:dev"}, policy: policy.Policy{MinFree: 100 * mb},
			missing: 100 * mb, kept: []string{"app:dev: no space comes back for it: the image stays"},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			inv := shop().Inventory()
			p := tt.policy
			p.Remove, p.Keep = queries(t, tt.remove...), queries(t, tt.keep...)
			e := env(inv)
			e.Free = tt.free
			s := p.Select(e)
			if s.Problem != nil {
				t.Fatal(s.Problem)
			}
			named := func(texts []string) []string {
				var out []string
				for _, text := range texts {
					out = append(out, strings.ReplaceAll(text, untagged(inv), gone))
				}
				return out
			}
			if got := named(names(s.Remove)); !slices.Equal(got, tt.removed) {
				t.Errorf("removed\n%q, want\n%q", got, tt.removed)
			}
			if got := named(names(s.Blocked)); !slices.Equal(got, tt.blocks) {
				t.Errorf("blocked\n%q, want\n%q", got, tt.blocks)
			}
			if got := named([]string{words(s.Kept)})[0]; got != strings.Join(tt.kept, "\n") {
				t.Errorf("kept\n%s\nwant\n%s", got, strings.Join(tt.kept, "\n"))
			}
			if s.Images != tt.images || s.Missing != tt.missing {
				t.Errorf("%d images, %d bytes missing; want %d, %d", s.Images, s.Missing, tt.images, tt.missing)
			}
		})
	}
}

// The order is that of the last use: a container's, else the last tag's, else
// the build's; what was built on an image counts as its use, and ties go by
// name.
func TestOrder(t *testing.T) {
	t.Parallel()
	w := modeltest.New(1, now)
	add := func(created, tagged float64, tag string) *modeltest.Image {
		return w.Build(modeltest.Recipe{
			Add: []modeltest.Instruction{modeltest.Run(tag, mb)}, Tags: []string{tag}, Created: ago(created), Tagged: ago(tagged),
		})
	}
	add(90, 5, "tagged-late:1")
	add(30, 20, "b:1")
	add(40, 20, "a:1")
	ran := add(80, 80, "ran:1")
	w.Run(modeltest.Start{Image: ran, Name: "ran", State: model.StateExited, Since: 10 * day})
	parent := add(70, 70, "parent:1")
	w.Build(modeltest.Recipe{
		From: parent, Classic: true, Created: ago(15), Tags: []string{"child:1"},
		Add: []modeltest.Instruction{modeltest.Run("one", mb), modeltest.Run("two", mb)},
	})
	base := add(100, 100, "base:1")
	build(w, base, 18, mb, "on-base:1")
	untagged := w.Build(modeltest.Recipe{Add: []modeltest.Instruction{modeltest.Run("untagged", mb)}, Created: ago(25)})
	p := &policy.Policy{Remove: queries(t, ""), StoppedOlderThan: day}
	want := []string{untagged.ID.Short(), "a:1", "b:1", "on-base:1", "base:1", "child:1", "parent:1", "ran:1", "tagged-late:1"}
	if got := names(p.Select(env(w.Inventory())).Remove); !slices.Equal(got, want) {
		t.Errorf("order\n%q, want\n%q", got, want)
	}
}

func TestBudgetThatCannotBeChecked(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		policy policy.Policy
		change func(*policy.Env)
		want   string
	}{
		{"no containers", policy.Policy{}, func(e *policy.Env) {
			e.Known = func(fact model.Fact) bool { return fact != model.FactContainers }
		}, "containers"},
		{"no usage", policy.Policy{MaxTotal: 1}, func(e *policy.Env) { e.Inventory = e.Inventory.WithUsage(nil) }, "how many bytes its images take"},
		{"no size in the usage", policy.Policy{MaxTotal: 1}, func(e *policy.Env) {
			e.Inventory = e.Inventory.WithUsage(&model.Usage{Images: model.Totals{Size: model.Unknown}})
		}, "how many bytes its images take"},
		{"unknown disk", policy.Policy{MinFree: 1}, func(*policy.Env) {}, "how much of the engine's disk is free"},
		{"nobody knows what comes back", policy.Policy{MinFree: 10 * mb}, func(e *policy.Env) {
			e.Free = 0
			e.Inventory = e.Inventory.WithEngine(model.Engine{Store: model.StorePodman}).WithLayerSizes(nil)
		}, "it may be that no bytes come back"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := tt.policy
			p.Remove = queries(t, "repo:app")
			e := env(shop().Inventory())
			tt.change(&e)
			plan, s := p.Plan(e)
			if s.Problem == nil || !strings.Contains(s.Problem.Error(), tt.want) || s.Problem.Advice == "" {
				t.Fatalf("problem = %v, want one about %q with advice", s.Problem, tt.want)
			}
			if len(s.Remove)+len(s.Blocked)+len(plan.Steps) != 0 {
				t.Errorf("something is selected all the same: %v", names(s.Marks()))
			}
		})
	}
}

func TestPinsProtect(t *testing.T) {
	t.Parallel()
	e := env(shop().Inventory())
	image, _ := e.Inventory.ByRef("app:1.10")
	e.Inventory = e.Inventory.WithPins(model.Pins{model.ImageKey(image.ID, "app:1.10"): {Query: "ref:app:1.10"}})
	p := &policy.Policy{Remove: queries(t, "tag:1.1?")}
	s := p.Select(e)
	if got, want := words(s.Kept), "app:1.10: pinned by ref:app:1.10"; got != want || slices.Contains(names(s.Remove), "app:1.10") {
		t.Errorf("kept %q, removed %q", got, names(s.Remove))
	}
}

// A query that names an image which is not there decides nothing, and says so.
func TestUnresolved(t *testing.T) {
	t.Parallel()
	p := &policy.Policy{Remove: queries(t, "unused"), Keep: queries(t, "ancestor:nginx")}
	s := p.Select(env(shop().Inventory()))
	if len(s.Remove) > 0 || len(s.Unresolved) != 1 || len(s.Kept) == 0 || s.Kept[0].Reason != policy.ReasonUndecided {
		t.Errorf("removed %q, unresolved %v, kept %v", names(s.Remove), s.Unresolved, s.Kept)
	}
}

func TestNeeds(t *testing.T) {
	t.Parallel()
	f, _, err := policy.ParsePruneFilter("until=24h", now)
	if err != nil {
		t.Fatal(err)
	}
	p := &policy.Policy{Remove: queries(t, "age>1d"), Keep: queries(t, "layers>3")}
	if got, want := p.Needs([]policy.Filter{f}), []model.Fact{model.FactContainers, model.FactLayers}; !slices.Equal(got, want) {
		t.Errorf("needs %v, want %v", got, want)
	}
	p.MaxTotal = 1
	if got := p.Needs(nil); !slices.Contains(got, model.FactUsage) || !slices.Contains(got, model.FactShared) {
		t.Errorf("a budget needs %v", got)
	}
}

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
