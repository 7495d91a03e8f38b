package words_test

import (
	"testing"

	"jettison/model"
	"jettison/model/size"
	"jettison/model/words"
)

func TestReclaim(t *testing.T) {
	t.Parallel()
	exact, wide := size.Exact(5e9), size.Range{Min: 1e9, Max: 5e9}
	for want, b := range map[string]model.ReclaimReport{
		"as predicted":     {Predicted: exact, Back: 5e9},
		"within the range": {Predicted: wide, Back: 2e9},
		"within the range; the build cache keeps 1.0 GB": {Predicted: wide, Back: 2e9, Cached: 1e9},
		"it was not measured":                            {Predicted: exact, Back: model.Unknown},
		"1.5 GB less":                                    {Predicted: exact, Back: model.Unknown, Listed: size.Range{Min: 3e9, Max: 3.5e9}, Lists: true},
		"2.0 GB less":                                    {Predicted: exact, Back: 3e9},
		"2.0 GB less: 1 other image came meanwhile":      {Predicted: exact, Back: 3e9, Came: 1},
		"as predicted; containers keep 1.0 GB":           {Predicted: exact, Back: 6e9, Held: size.Exact(1e9)},
		"4.0 GB more: 1,200 other images went meanwhile": {Predicted: exact, Back: 9e9, Went: 1200},
	} {
		if got := words.Reclaim(&b); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// Nothing that was only predicted is said to be freed.
func TestFreed(t *testing.T) {
	t.Parallel()
	step := model.Step{Action: model.ActionRemove, Thing: &model.Image{ID: "app"}, Ready: true, Reclaim: size.Range{Max: 5e6}}
	event := model.StepEvent{State: model.StepDone, Deleted: []model.ImageID{"app"}}
	p := model.NewProgress(&model.Plan{Steps: []model.Step{step}, Images: 1}, now)
	p.Apply(model.JobUpdate{Events: []model.StepEvent{event}}, now)
	if got := words.FreedSoFar(p); got != "up to 5.0 MB predicted so far" {
		t.Errorf("got %q", got)
	}
	if got := words.StepFreed(p, &step, &event); got != "was predicted to free up to 5.0 MB" {
		t.Errorf("got %q", got)
	}
	untags := model.NewProgress(&model.Plan{}, now)
	if got := words.FreedSoFar(untags); got != "freed 0 B" {
		t.Errorf("got %q", got)
	}
}
