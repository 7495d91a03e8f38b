package model_test

import (
	"slices"
	"testing"

	"jettison/model"
	"jettison/model/modeltest"
)

// A pinned container goes neither by its own mark nor for its image, whatever was chosen.
func TestPinnedContainersStay(t *testing.T) {
	t.Parallel()
	w := modeltest.New(1, now)
	image := w.Build(modeltest.Recipe{Tags: []string{"app:1"}, Add: []modeltest.Instruction{modeltest.Run("a", 1000)}})
	db := w.Run(modeltest.Start{Image: image, Name: "db", State: model.StateExited})
	other := w.Run(modeltest.Start{Image: image, Name: "job", State: model.StateExited})
	key := model.Key{Target: db.ID.Target()}
	for _, store := range []model.Store{model.StoreGraph, model.StoreContainerd, model.StorePodman} {
		engine := w.Inventory().Engine
		engine.Store = store
		inv := w.Inventory().WithEngine(engine).WithPins(model.Pins{key: {Query: "kind:container name:db"}})
		plan := model.NewPlan(inv, []model.Key{key, {Target: other.ID.Target()}}, nil)
		if len(plan.Steps) != 1 || plan.Steps[0].Container().Name != "job" || len(plan.Pinned) != 1 || plan.Pinned[0].Name() != "db" {
			t.Errorf("%v: steps %v, pinned %v", store, plan.Steps, plan.Pinned)
		}
		for _, remedy := range []model.Remedy{model.RemedyNone, model.RemedyRemoveStopped, model.RemedyStopRemove, model.RemedyForce, model.RemedyUntag} {
			choices := model.Choices{image.ID.Target(): model.Remedies(0).With(remedy)}
			plan := model.NewPlan(inv, []model.Key{model.ImageKey(image.ID, "app:1")}, choices)
			if plan.ReadySteps() != 0 || len(plan.Steps) != 1 {
				t.Errorf("%v with %v: %d steps are ready of %d", store, remedy, plan.ReadySteps(), len(plan.Steps))
				continue
			}
			blockers := plan.Steps[0].Blockers
			if first := blockers[0]; first.Kind != model.BlockerPinned || len(first.Things) != 1 {
				t.Errorf("%v with %v: blocked by %+v", store, remedy, blockers)
			}
			for _, b := range blockers {
				if !slices.Equal(b.Remedies, []model.Remedy{model.RemedySkip}) {
					t.Errorf("%v with %v: %v is offered", store, remedy, b.Remedies)
				}
			}
		}
		marks := model.NewMarks(inv)
		if marks.Set(key, true); marks.Has(key) {
			t.Errorf("%v: it is marked", store)
		}
	}
	// A plan that was made before the pin leaves it out.
	inv := w.Inventory()
	plan := model.NewPlan(inv, []model.Key{key}, nil)
	planned := []model.Planned{{Op: plan.Steps[0].Op()}}
	again, changed := model.Replan(inv.WithPins(model.Pins{key: {Query: "x"}}), planned)
	if len(again.Steps) != 0 || len(changed) != 1 || changed[0].Kind != model.ChangePinned {
		t.Errorf("steps %v, changed %+v", again.Steps, changed)
	}
}
