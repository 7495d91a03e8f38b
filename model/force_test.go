package model_test

import (
	"testing"

	"jettison/model"
)

// What force does to the containers of an image does not hide what its services lose.
func TestForcedStepTellsOfServices(t *testing.T) {
	t.Parallel()
	image := &model.Image{ID: "sha256:1", Tags: []string{"app:1"}, Size: 10, SharedSize: model.Unknown}
	users := []*model.Container{{ID: "c", Name: "web", Image: "sha256:1", State: model.StateExited}}
	inv := model.NewInventory(model.Engine{Store: model.StoreGraph, Version: "28.5.2"}, platformsAt(), []*model.Image{image}, users, nil).
		WithServices([]*model.Service{{ID: "s", Name: "shop", Image: "app:1"}})
	plan := model.NewPlan(inv, image.Keys(), model.Choices{image.Target(): model.Remedies(0).With(model.RemedyForce)})
	step := &plan.Steps[0]
	if !step.Ready || step.Effect != model.ForceDeletesKeepingBytes || len(step.Unserved) != 1 {
		t.Errorf("ready %t, effect %d, unserved %d", step.Ready, step.Effect, len(step.Unserved))
	}
}
