package policy_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

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
			if got := named([]string{reasons(s.Kept)})[0]; got != strings.Join(tt.kept, "\n") {
				t.Errorf("kept\n%s\nwant\n%s", got, strings.Join(tt.kept, "\n"))
			}
			if s.Images != tt.images || s.Missing != tt.missing {
				t.Errorf("%d images, %d bytes missing; want %d, %d", s.Images, s.Missing, tt.images, tt.missing)
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
	if got, want := reasons(s.Kept), "app:1.10: pinned by ref:app:1.10"; got != want || slices.Contains(names(s.Remove), "app:1.10") {
		t.Errorf("kept %q, removed %q", got, names(s.Remove))
	}
}

// A query that names an image which does not exist decides nothing, and says so.
func TestUnresolved(t *testing.T) {
	t.Parallel()
	p := &policy.Policy{Remove: queries(t, "unused"), Keep: queries(t, "ancestor:nginx")}
	s := p.Select(env(shop().Inventory()))
	if len(s.Remove) > 0 || len(s.Unresolved) != 1 || len(s.Kept) == 0 || s.Kept[0].Reason != policy.ReasonUndecided {
		t.Errorf("removed %q, unresolved %v, kept %v", names(s.Remove), s.Unresolved, s.Kept)
	}
}

// BenchmarkSelect measures what each policy costs the menu of policies.
func BenchmarkSelect(b *testing.B) {
	inv := modeltest.Many(10_000, 1, now).Inventory()
	plain := &policy.Policy{Remove: queries(b, "unused age>7d")}
	full := &policy.Policy{
		Remove: queries(b, "unused", "stopped"), Keep: queries(b, "vrank<=3"), MaxTotal: inv.Usage.Images.Size / 2,
		StoppedOlderThan: 7 * 24 * time.Hour, Batch: 5000,
	}
	for name, p := range map[string]*policy.Policy{"plain": plain, "full": full} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if s := p.Select(env(inv)); len(s.Remove) == 0 {
					b.Fatal("nothing is selected")
				}
			}
		})
	}
}

// What a keep query matches or can't decide stays. What goes matches. Every
// match is accounted for once.
func TestKeepWins(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		inv := randomWorld(rt).Inventory()
		p, e := randomPolicy(rt), env(inv)
		s := p.Select(e)
		place := map[model.Key]int{}
		for _, key := range s.Marks() {
			place[key]++
		}
		for _, k := range s.Kept {
			place[k.Key] += 100
		}
		rows := inv.Rows()
		for i := range rows {
			row := &rows[i]
			wanted, certain := false, true
			for _, q := range p.Remove {
				wanted = wanted || q.Compile(e.Env).Match(row)
			}
			for _, q := range p.Keep {
				certain = certain && q.Compile(e.Env).Excludes(row)
			}
			switch n := place[row.Key()]; {
			case !wanted && n != 0:
				rt.Errorf("%v is no match, and is selected or kept", row.Key())
			case wanted && !certain && n != 100:
				rt.Errorf("%v is to be kept, and is not", row.Key())
			case wanted && n != 1 && n != 100:
				rt.Errorf("%v is listed %d times", row.Key(), n)
			}
		}
	})
}

// The plan does what the selection says: selected images go, blocked ones wait,
// containers go only if the policy allows it, and the bytes are the same.
func TestPlanIsTheSelection(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		inv := partly(rt, randomWorld(rt).Inventory())
		p := randomPolicy(rt)
		plan, s := p.Plan(env(inv))
		var done, waiting []model.Key
		for _, step := range plan.Steps {
			switch {
			case step.Removes(model.KindContainer):
				if step.Stop || step.Container().State.Running() {
					rt.Errorf("the running container %s is stopped", step.Container().Name)
				}
				if p.StoppedOlderThan == 0 || now.Sub(step.Container().Since) <= p.StoppedOlderThan {
					rt.Errorf("%s stopped too late to go", step.Container().Name)
				}
			default:
				refs := step.Refs
				if len(refs) == 0 {
					refs = []string{""}
				}
				for _, ref := range refs {
					if step.Force {
						rt.Errorf("%s is forced", ref)
					}
					if step.Ready {
						done = append(done, model.ImageKey(step.Image().ID, ref))
					} else {
						waiting = append(waiting, model.ImageKey(step.Image().ID, ref))
					}
				}
			}
		}
		same := func(what string, got, want []model.Key) {
			if !slices.Equal(sorted(got), sorted(want)) {
				rt.Errorf("%s: the plan has %v, the selection %v", what, sorted(got), sorted(want))
			}
		}
		same("removed", done, s.Remove)
		same("blocked", waiting, s.Blocked)
		if plan.Reclaim != s.Reclaim {
			rt.Errorf("the plan frees %+v, the selection %+v", plan.Reclaim, s.Reclaim)
		}
		for i := range s.Remove {
			for j := range i {
				before, _ := inv.Image(s.Remove[j].Image())
				after, _ := inv.Image(s.Remove[i].Image())
				if inv.Layered() && inv.IsAncestor(before, after) {
					rt.Errorf("%s goes before %s, which is built on it", before.Name(), after.Name())
				}
			}
		}
		if p.Batch > 0 && s.Images > p.Batch {
			rt.Errorf("%d images for a batch of %d", s.Images, p.Batch)
		}
	})
}

func sorted(keys []model.Key) []string {
	var out []string
	for _, key := range keys {
		out = append(out, key.ID+" "+key.Ref)
	}
	slices.Sort(out)
	return out
}
