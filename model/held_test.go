package model_test

import (
	"testing"

	"jettison/model"
)

// What goes by force while a container uses it comes back with the container:
// the plan counts it apart.
func TestForcedBytesAreHeld(t *testing.T) {
	tree := model.NewLayerTree()
	app := img("app", "", "app:1")
	app.Top, app.Layered, app.Size = tree.Top([]model.ChainID{"a"}), true, 5
	other := img("other", "", "other:1")
	other.Top, other.Layered, other.Size = tree.Top([]model.ChainID{"b"}), true, 3
	sizes := (*model.LayerSizes)(nil).With([]model.ImageLayers{
		{Top: app.Top, Sizes: []model.Bytes{model.ExactBytes(5)}, Total: 5},
		{Top: other.Top, Sizes: []model.Bytes{model.ExactBytes(3)}, Total: 3},
	})
	inv := inventory(model.StoreGraph, []*model.Image{app, other}, container("c", "app", model.StateExited)).WithLayerSizes(sizes)
	keys := []model.Key{key("app", "app:1"), key("other", "other:1")}
	plan := model.NewPlan(inv, keys, model.Choices{id("app"): model.Remedies(0).With(model.RemedyForce)})
	later := inv.WithImages(now, []*model.Image{other})
	ledger := model.NewLedger(later)
	ledger.Take(other)
	if got := ledger.Freed(); got != (model.Bytes{Min: 0, Max: 3}) {
		t.Errorf("beside a container without an image, %v come back; it may hold them", got)
	}
	if plan.Reclaim != model.ExactBytes(3) || plan.Held != model.ExactBytes(5) || plan.Images != 2 {
		t.Errorf("frees %v, held %v, %d images", plan.Reclaim, plan.Held, plan.Images)
	}
}
