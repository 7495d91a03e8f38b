package model_test

import (
	"testing"
	"time"

	"jettison/model"
	"jettison/model/layers"
	"jettison/model/size"
)

// removesTwo is a plan that deletes two images of 5 and 3 bytes, on a store, and the
// inventory that it is of.
func removesTwo(store model.Store) (*model.Inventory, *model.Plan) {
	tree := layers.NewTree()
	app, other := img("app", "", "app:1"), img("other", "", "other:1")
	app.Top, app.Layered, app.Size = tree.Top([]layers.ChainID{"a"}), true, 5
	other.Top, other.Layered, other.Size = tree.Top([]layers.ChainID{"b"}), true, 3
	sizes := (*layers.Sizes)(nil).With([]layers.ImageSizes{
		{Top: app.Top, Sizes: []size.Range{size.Exact(5)}, Total: size.Exact(5)},
		{Top: other.Top, Sizes: []size.Range{size.Exact(3)}, Total: size.Exact(3)},
	})
	inv := inventory(store, []*model.Image{app, other}).WithLayerSizes(sizes)
	return inv, model.NewPlan(inv, []model.Key{key("app", "app:1"), key("other", "other:1")}, nil)
}

// What came back is what was measured or listed, and never what was predicted.
func TestWhatCameBack(t *testing.T) {
	t.Parallel()
	deleted := func(step int, image model.ImageID, went ...layers.ChainID) model.StepEvent {
		return model.StepEvent{Step: step, State: model.StepDone, Deleted: []model.ImageID{image}, Layers: went}
	}
	usage := func(images int64) *model.Usage { return &model.Usage{Images: model.Totals{Size: images}} }
	for name, c := range map[string]struct {
		store         model.Store
		events        []model.StepEvent
		before, after *model.Usage
		back          size.Range
		known         bool
	}{
		"listed":           {model.StoreGraph, []model.StepEvent{deleted(0, "app", "a"), deleted(1, "other", "b")}, nil, nil, size.Exact(8), true},
		"one kept":         {model.StoreGraph, []model.StepEvent{deleted(0, "app", "a"), deleted(1, "other")}, nil, nil, size.Exact(5), true},
		"an answer lost":   {model.StoreGraph, []model.StepEvent{deleted(0, "app", "a"), {Step: 1, State: model.StepUnknown}}, nil, nil, size.Range{Min: 5, Max: 8}, true},
		"measured":         {model.StoreGraph, []model.StepEvent{deleted(0, "app", "a"), deleted(1, "other", "b")}, usage(100), usage(93), size.Exact(7), true},
		"nothing listed":   {model.StoreContainerd, []model.StepEvent{deleted(0, "app"), deleted(1, "other")}, nil, nil, size.Range{}, false},
		"nothing deleted":  {model.StoreContainerd, []model.StepEvent{{Step: 0, State: model.StepFailed}, {Step: 1, State: model.StepSkipped}}, nil, nil, size.Range{}, true},
		"measured only":    {model.StoreContainerd, []model.StepEvent{deleted(0, "app"), deleted(1, "other")}, usage(8), usage(0), size.Exact(8), true},
		"only before":      {model.StoreContainerd, []model.StepEvent{deleted(0, "app"), deleted(1, "other")}, usage(8), nil, size.Range{}, false},
		"only the cache":   {model.StoreContainerd, []model.StepEvent{deleted(0, "app"), deleted(1, "other")}, usage(8), usage(model.Unknown), size.Range{}, false},
		"Podman's nothing": {model.StorePodman, []model.StepEvent{deleted(0, "app"), deleted(1, "other")}, usage(0), usage(0), size.Range{}, false},
	} {
		inv, plan := removesTwo(c.store)
		progress := model.NewProgress(plan, now)
		progress.Apply(model.JobUpdate{State: model.JobEnded, Events: c.events}, now.Add(time.Second))
		report := model.CompareReclaim(inv.WithUsage(c.before), inv.WithUsage(c.after), progress)
		if back, known := report.CameBack(); back != c.back || known != c.known {
			t.Errorf("%s: %v (%t) came back, want %v (%t)", name, back, known, c.back, c.known)
		}
	}
}

// While steps run, it is told whether their bytes are listed or predicted.
func TestFreedIsListedOrPredicted(t *testing.T) {
	t.Parallel()
	for store, listed := range map[model.Store]bool{model.StoreGraph: true, model.StoreContainerd: false, model.StorePodman: false} {
		_, plan := removesTwo(store)
		progress := model.NewProgress(plan, now)
		if progress.FreedListed() != listed || progress.Lists() != listed {
			t.Errorf("%s, before the first step: %t, %t", store, progress.FreedListed(), progress.Lists())
		}
		progress.Apply(model.JobUpdate{Events: []model.StepEvent{{Step: 0, State: model.StepDone, Deleted: []model.ImageID{"app"}, Layers: []layers.ChainID{"a"}}}}, now)
		if _, ok := progress.FreedBy(new(progress.Step(0))); ok != listed || progress.FreedListed() != listed {
			t.Errorf("%s: the step %t, all %t", store, ok, progress.FreedListed())
		}
		progress.Apply(model.JobUpdate{State: model.JobEnded, Events: []model.StepEvent{{Step: 1, State: model.StepDone}}}, now)
		if progress.FreedListed() || progress.Lists() != listed {
			t.Errorf("%s, an answer without a list: %t, %t", store, progress.FreedListed(), progress.Lists())
		}
	}
}

// Some engines' figures fall by what containers keep, which does not come back.
func TestHeldBytesDoNotComeBack(t *testing.T) {
	t.Parallel()
	held := model.ReclaimReport{Back: 12, Held: size.Range{Min: 4, Max: 5}}
	if back, known := held.CameBack(); !known || back != (size.Range{Min: 7, Max: 12}) {
		t.Errorf("%v came back", back)
	}
	held.Listed, held.Lists = size.Exact(8), true
	if back, known := held.CameBack(); !known || back != size.Exact(8) {
		t.Errorf("layers of 8 bytes are listed, and %v came back", back)
	}
}

// What removed containers had written comes back beside the images, as the engine measured
// it right before, and never as it was predicted.
func TestWrittenBytesComeBack(t *testing.T) {
	t.Parallel()
	job := container("job", "app", model.StateExited)
	job.Size = 40
	app := img("app", "", "app:1")
	app.Size = 100
	inv := inventory(model.StorePodman, []*model.Image{app}, job)
	plan := model.NewPlan(inv, []model.Key{{Target: job.Target()}}, nil)
	if plan.Reclaim != size.Exact(40) || plan.ByKind[model.KindContainer] != size.Exact(40) {
		t.Fatalf("the plan frees %v, by kind %v", plan.Reclaim, plan.ByKind)
	}
	for name, c := range map[string]struct {
		event model.StepEvent
		back  size.Range
		known bool
	}{
		"measured":     {model.StepEvent{State: model.StepDone, Written: new(int64(43))}, size.Exact(43), true},
		"not measured": {model.StepEvent{State: model.StepDone}, size.Exact(40), false},
		"gone before":  {model.StepEvent{State: model.StepGone}, size.Range{}, true},
		"not known":    {model.StepEvent{State: model.StepUnknown}, size.Range{}, false},
	} {
		progress := model.NewProgress(plan, now)
		progress.Apply(model.JobUpdate{State: model.JobEnded, Events: []model.StepEvent{c.event}}, now)
		report := model.CompareReclaim(nil, nil, progress)
		if back, known := report.CameBack(); known != c.known || known && back != c.back {
			t.Errorf("%s: %v (%t) came back, want %v (%t)", name, back, known, c.back, c.known)
		}
		if progress.FreedListed() != c.known {
			t.Errorf("%s: freed as listed: %t", name, progress.FreedListed())
		}
	}
}
