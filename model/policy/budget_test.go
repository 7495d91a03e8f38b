package policy_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"jettison/model"
	"jettison/model/layers"
	"jettison/model/policy"
)

// A parent may precede its child in the order of a policy if it has more layers.
// If the child is taken later, the parent stays blocked: the batch is full.
func TestABlockedParentDoesNotFollowItsChild(t *testing.T) {
	t.Parallel()
	tree := layers.NewTree()
	created := now.Add(-30 * day)
	images := []*model.Image{
		{ID: "sha256:a1", Tags: []string{"app:squashed"}, Parent: "sha256:c3", Created: created, Size: 10 * mb, Top: tree.Top([]layers.ChainID{"s"}), Layered: true},
		{
			ID: "sha256:c3", Tags: []string{"app:built"}, Created: created, Size: 30 * mb,
			Top: tree.Top([]layers.ChainID{"x", "y", "z"}), Layered: true,
		},
	}
	inv := model.NewInventory(model.Engine{Store: model.StoreGraph}, now, images, nil, nil)
	p := policy.Policy{Name: "one", Remove: queries(t, "unused"), Batch: 1}
	plan, s := p.Plan(env(inv))
	ready := 0
	for _, step := range plan.Steps {
		if step.Ready {
			ready++
		}
	}
	if ready != 1 || len(s.Remove) != 1 || s.Images != 1 {
		t.Errorf("%d steps are ready for a batch of 1; it selects %v, and blocked is %v", ready, s.Remove, s.Blocked)
	}
}

func TestBudgetThatCannotBeChecked(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name   string
		policy policy.Policy
		change func(*policy.Env)
		want   model.ProblemReason
	}{
		{"no containers", policy.Policy{}, func(e *policy.Env) {
			e.Known = func(fact model.Fact) bool { return fact != model.FactContainers }
		}, model.ReasonContainers},
		{"no usage", policy.Policy{MaxTotal: 1}, func(e *policy.Env) { e.Inventory = e.Inventory.WithUsage(nil) }, model.ReasonUsage},
		{"no size in the usage", policy.Policy{MaxTotal: 1}, func(e *policy.Env) {
			e.Inventory = e.Inventory.WithUsage(&model.Usage{Images: model.Totals{Size: model.Unknown}})
		}, model.ReasonUsage},
		{"unknown disk", policy.Policy{MinFree: 1}, func(*policy.Env) {}, model.ReasonFreeSpace},
		{"nobody knows what comes back", policy.Policy{MinFree: 10 * mb}, func(e *policy.Env) {
			e.Free = 0
			e.Inventory = e.Inventory.WithEngine(model.Engine{Store: model.StorePodman}).WithLayerSizes(nil)
		}, model.ReasonReclaimUncertain},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			p := tt.policy
			p.Remove = queries(t, "repo:app")
			e := env(shop().Inventory())
			tt.change(&e)
			plan, s := p.Plan(e)
			if s.Problem == nil || s.Problem.Reason != tt.want {
				t.Fatalf("problem = %v, want reason %d", s.Problem, tt.want)
			}
			if len(s.Remove)+len(s.Blocked)+len(plan.Steps) != 0 {
				t.Errorf("something is selected all the same: %v", names(s.Marks()))
			}
		})
	}
}

// Without the last image of the selection, a budget that holds would not. A
// budget that does not hold takes everything that matches.
func TestBudgetTakesNoMoreThanItNeeds(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		inv := randomWorld(rt).Inventory()
		p := randomPolicy(rt)
		p.Batch = 0
		all := *p
		need := rapid.Int64Range(1, 400).Draw(rt, "need") * mb
		e := env(inv)
		if rapid.Bool().Draw(rt, "free") {
			p.MinFree, e.Free = need+mb, mb
		} else if p.MaxTotal = inv.Usage.Images.Size - need; p.MaxTotal <= 0 {
			p.MaxTotal = 1
			need = inv.Usage.Images.Size - 1
		}
		s := p.Select(e)
		if s.Problem != nil {
			rt.Fatal(s.Problem)
		}
		frees := func(keys []model.Key) int64 { return model.NewPlan(inv, keys, s.Choices).Reclaim.Min }
		got := frees(s.Remove)
		if s.Missing != max(0, need-got) {
			rt.Errorf("%d are missing of %d with %d freed", s.Missing, need, got)
		}
		if len(s.Remove) > 0 {
			if less := frees(without(s.Remove, s.Remove[len(s.Remove)-1].Image())); less >= need {
				rt.Errorf("without the last image %d of %d come back all the same", less, need)
			}
		}
		if s.Missing > 0 {
			if most := all.Select(e).Reclaim.Min; got < most {
				rt.Errorf("the budget is not met with %d freed, although %d could be", got, most)
			}
		}
	})
}

// The next run takes what the batch left.
func TestBatchesComeToTheWhole(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		inv := randomWorld(rt).Inventory()
		p := randomPolicy(rt)
		all := *p
		all.Batch = 0
		whole, first := all.Select(env(inv)), p.Select(env(inv))
		if p.Batch == 0 {
			return
		}
		if want := min(p.Batch, whole.Images); first.Images != want {
			rt.Errorf("%d images of %d with a batch of %d", first.Images, whole.Images, p.Batch)
		}
		if !slices.Equal(first.Remove, whole.Remove[:len(first.Remove)]) {
			rt.Errorf("the batch is not the beginning of the whole:\n%v\n%v", first.Remove, whole.Remove)
		}
		for _, k := range first.Kept {
			if k.Reason == policy.ReasonBatch && first.Images < p.Batch {
				rt.Error("something waits although the batch is not full")
			}
		}
	})
}
