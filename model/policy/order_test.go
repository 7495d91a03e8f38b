package policy_test

import (
	"testing"

	"jettison/model"
	"jettison/model/policy"
)

// A parent may come before its child in the order of a policy where it has more
// layers. When the child is taken later it stays blocked: the batch is full.
func TestABlockedParentDoesNotFollowItsChild(t *testing.T) {
	t.Parallel()
	tree := model.NewLayerTree()
	created := now.Add(-30 * day)
	images := []*model.Image{
		{ID: "sha256:a1", Tags: []string{"app:squashed"}, Parent: "sha256:c3", Created: created, Size: 10 * mb, Top: tree.Top([]model.ChainID{"s"}), Layered: true},
		{
			ID: "sha256:c3", Tags: []string{"app:built"}, Created: created, Size: 30 * mb,
			Top: tree.Top([]model.ChainID{"x", "y", "z"}), Layered: true,
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
