package policy_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"jettison/model"
	"jettison/model/policy"
)

// What a keep query matches, or can't be decided about, never goes; what goes
// is matched; and every reference that is matched is accounted for once.
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

// The plan does what the selection says: the selected images go, the blocked
// ones wait, containers go only when the policy allows it, and the bytes are
// the same.
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
		out = append(out, string(key.ID)+" "+key.Ref)
	}
	slices.Sort(out)
	return out
}

// A budget that is met is met, without the last image of the selection it would
// not be, and one that is not met takes everything that matches.
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

// A later run of a policy with a batch takes what the run before left.
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
