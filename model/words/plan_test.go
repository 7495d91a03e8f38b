package words_test

import (
	"strconv"
	"testing"

	"jettison/model"
	"jettison/model/size"
	"jettison/model/words"
)

func TestPlan(t *testing.T) {
	t.Parallel()
	image := func(name string) *model.Image { return &model.Image{Tags: []string{name}} }
	kept := &model.Plan{Touched: 9e9, Kept: []model.Kept{
		{Bytes: size.Exact(1e9), By: []*model.Image{image("a:1")}},
		{Bytes: size.Range{}, By: []*model.Image{image("nothing:1")}},
		{Bytes: size.Exact(2e9), By: []*model.Image{image("b:1"), image("b:2"), image("b:3")}},
	}}
	more := &model.Plan{Touched: 9e9}
	for range 5 {
		more.Kept = append(more.Kept, model.Kept{Bytes: size.Exact(1e9), By: []*model.Image{image("a:1")}})
	}
	pinned := func(n int) *model.Plan {
		plan := &model.Plan{}
		for i := range n {
			plan.Pinned = append(plan.Pinned, model.PinnedKey{Key: model.Key{Ref: "app:" + strconv.Itoa(i)}, Pin: model.Pin{Query: "app", Configured: true}})
		}
		return plan
	}
	for _, tt := range []struct{ got, want string }{
		{words.Kept(&model.Plan{}), ""},
		{words.Kept(kept), "3.0 GB of 9.0 GB stay, held by a:1 (1.0 GB), b:1 and 2 more images (2.0 GB)"},
		{words.Kept(more), "5.0 GB of 9.0 GB stay, held by a:1 (1.0 GB), a:1 (1.0 GB), a:1 (1.0 GB) and 2 more"},
		{words.Cached(&model.Plan{}), ""},
		{words.Cached(&model.Plan{Cached: 2e9}), "up to 2.0 GB of it may stay in the build cache until `docker builder prune`"},
		{words.Cached(&model.Plan{CacheUnknown: true}), "the build cache is not measured yet; it may keep some of it"},
		{words.OnlyCopies(&model.Plan{}), ""},
		{words.OnlyCopies(&model.Plan{OnlyCopies: 1}), "1 image is the only copy: no registry is known to have it"},
		{words.OnlyCopies(&model.Plan{OnlyCopies: 1, OnlyPlatforms: 1, Images: 3}), "1 platform is the only copy: no registry is known to have it"},
		{words.OnlyCopies(&model.Plan{OnlyCopies: 3, OnlyPlatforms: 2}), "1 image and 2 platforms are only copies: no registry is known to have them"},
		{words.OnlyCopies(&model.Plan{OnlyCopies: 9892}), "9,892 images are only copies: no registry is known to have them"},
		{words.HeldBack(pinned(0)), ""},
		{words.HeldBack(pinned(1)), "app:0 stays, pinned by app in the configuration"},
		{words.HeldBack(pinned(4)), "4 pinned names stay: app:0, app:1, app:2 and 1 more"},
		{words.Pin(model.Pin{}), "the label jettison.keep"},
		{words.Pin(model.Pin{Query: "a\x1bb"}), "ab"},
		{words.Pin(model.Pin{Query: "unused", Undecided: true}), "unused, of which it can't be told whether it matches"},
	} {
		if tt.got != tt.want {
			t.Errorf("got %q, want %q", tt.got, tt.want)
		}
	}
}

func TestSteps(t *testing.T) {
	t.Parallel()
	states := map[string]bool{}
	for state := model.StepWaiting; state <= model.StepUnknown; state++ {
		states[words.StepState(state)] = true
	}
	if want := int(model.StepUnknown) + 1; len(states) != want {
		t.Errorf("%d words for %d states: %v", len(states), want, states)
	}
	image, container := &model.Image{}, &model.Container{}
	for want, step := range map[string]model.Step{
		"untag":  {Action: model.ActionUntag, Thing: image},
		"delete": {Action: model.ActionRemove, Thing: image},
		"force":  {Action: model.ActionRemove, Thing: image, Force: true},
		"stop":   {Action: model.ActionRemove, Thing: container, Stop: true},
		"remove": {Action: model.ActionRemove, Thing: container},
	} {
		if got := words.Verb(&step); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for _, tt := range []struct {
		step  model.Step
		event model.StepEvent
		want  string
	}{
		{model.Step{Action: model.ActionUntag, Thing: image, Keeps: []string{"app:2"}}, model.StepEvent{}, "the image stays as app:2"},
		{model.Step{Action: model.ActionUntag, Thing: image}, model.StepEvent{}, "the image stays without a name"},
		{model.Step{Action: model.ActionRemove, Thing: image}, model.StepEvent{Deleted: make([]model.ImageID, 3)}, "with 2 untagged parents"},
		{model.Step{Action: model.ActionRemove, Thing: image}, model.StepEvent{Deleted: make([]model.ImageID, 1)}, ""},
	} {
		if got := words.StepResult(&tt.step, &tt.event); got != tt.want {
			t.Errorf("got %q, want %q", got, tt.want)
		}
	}
}
