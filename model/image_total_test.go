package model_test

import (
	"testing"

	"jettison/model"
	"jettison/model/layers"
	"jettison/model/size"
)

// What goes by force while a container uses it comes back with the container:
// the plan counts it apart.
func TestForcedBytesAreHeld(t *testing.T) {
	tree := layers.NewTree()
	app := img("app", "", "app:1")
	app.Top, app.Layered, app.Size = tree.Top([]layers.ChainID{"a"}), true, 5
	other := img("other", "", "other:1")
	other.Top, other.Layered, other.Size = tree.Top([]layers.ChainID{"b"}), true, 3
	sizes := (*layers.Sizes)(nil).With([]layers.ImageSizes{
		{Top: app.Top, Sizes: []size.Range{size.Exact(5)}, Total: size.Exact(5)},
		{Top: other.Top, Sizes: []size.Range{size.Exact(3)}, Total: size.Exact(3)},
	})
	inv := inventory(model.StoreGraph, []*model.Image{app, other}, container("c", "app", model.StateExited)).WithLayerSizes(sizes)
	keys := []model.Key{key("app", "app:1"), key("other", "other:1")}
	plan := model.NewPlan(inv, keys, model.Choices{id("app").Target(): model.Remedies(0).With(model.RemedyForce)})
	later := inv.WithImages(now, []*model.Image{other})
	ledger := model.NewLedger(later)
	ledger.Take(other)
	if got := ledger.Freed(); got != (size.Range{Min: 0, Max: 3}) {
		t.Errorf("beside a container without an image, %v come back; it may hold them", got)
	}
	if plan.Reclaim != size.Exact(3) || plan.Held != size.Exact(5) || plan.Images != 2 {
		t.Errorf("frees %v, held %v, %d images", plan.Reclaim, plan.Held, plan.Images)
	}
}

// Containers need no archives: the containerd store frees those of an image that goes by
// force, and the files stay.
func TestForcedArchivesComeBack(t *testing.T) {
	tree := layers.NewTree()
	app := img("app", "", "app:1")
	app.Top, app.Layered, app.Size, app.Content, app.OtherPlatforms = tree.Top([]layers.ChainID{"a"}), true, 50, 20, 7
	sizes := (*layers.Sizes)(nil).With([]layers.ImageSizes{{
		Top: app.Top, Sizes: []size.Range{size.Exact(50)}, Total: size.Exact(50), Files: []size.Range{{Min: 28, Max: 30}},
	}})
	inv := inventory(model.StoreContainerd, []*model.Image{app}, container("c", "app", model.StateExited)).WithLayerSizes(sizes)
	plan := model.NewPlan(inv, []model.Key{key("app", "app:1")}, model.Choices{id("app").Target(): model.Remedies(0).With(model.RemedyForce)})
	want := size.Range{Max: 27, About: true}
	if plan.Reclaim != want || plan.Steps[0].Reclaim != want || plan.Held.Max != 30 || plan.Held.Min > 28 {
		t.Errorf("frees %v, the step %v, held %v", plan.Reclaim, plan.Steps[0].Reclaim, plan.Held)
	}
}

// The containerd store keeps the untagged parents of a build: they show up
// afterwards, and their bytes stay.
func TestContainerdStoreLeavesParents(t *testing.T) {
	base, step, app := img("base", "", "base:1"), img("step", "base"), img("app", "step", "app:1")
	base.Size, step.Size, app.Size = 50e6, 70e6, 100e6
	inv := inventory(model.StoreContainerd, []*model.Image{base, step, app})
	plan := model.NewPlan(inv, []model.Key{key("app", "app:1")}, nil)
	if plan.Leaves != 1 || plan.Pruned != 0 {
		t.Errorf("leaves %d, takes %d along", plan.Leaves, plan.Pruned)
	}
	if most := plan.Reclaim.Max; most < 30e6 || most > 31e6 || !plan.Reclaim.About {
		t.Errorf("frees %+v, want no more than what is above the parent", plan.Reclaim)
	}
	marks := model.NewMarks(inv)
	marks.Set(key("app", "app:1"), true)
	if marks.Reclaim() != plan.Reclaim {
		t.Errorf("the marks free %v, the plan %v", marks.Reclaim(), plan.Reclaim)
	}
	if plan := model.NewPlan(inv, []model.Key{key("base", "base:1")}, nil); plan.Leaves != 0 {
		t.Errorf("an image without parents leaves %d", plan.Leaves)
	}
}
