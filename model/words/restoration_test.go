package words_test

import (
	"testing"

	"jettison/model"
	"jettison/model/words"
)

func TestComesBack(t *testing.T) {
	t.Parallel()
	step := func(image string, way model.RestoreWay) model.RestoreStep {
		return model.RestoreStep{Removed: model.Removed{Op: model.Op{Action: model.ActionRemove, Target: model.ImageID(image).Target()}}, Way: way, Names: []string{image + ":1"}}
	}
	plan := &model.RestorePlan{Steps: []model.RestoreStep{
		step("a", model.RestoreLoad), step("b", model.RestorePull), step("a", model.RestoreLoad), step("c", model.RestoreTag),
		step("d", model.RestoreImpossible), step("e", model.RestoreNothing),
	}}
	unsure := &model.RestorePlan{Steps: []model.RestoreStep{step("b", model.RestorePull), step("c", model.RestorePull)}}
	unsure.Steps[1].Unsure = true
	one := &model.RestorePlan{Steps: unsure.Steps[1:]}
	for want, of := range map[string]*model.RestorePlan{
		"2 images and 1 name: 1 from a backup, 1 by pull, 1 by tag": plan,
		"2 images: 2 by pull if a registry has them":                unsure,
		"1 image: 1 by pull if a registry has it":                   one,
		"": {},
	} {
		if got := words.ComesBack(of); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestRestoration(t *testing.T) {
	t.Parallel()
	for want, r := range map[string]model.Restoration{
		"2 of 4 steps taken back, 1 not as before, 1 failed, 1 cancelled": {Done: 2, Total: 4, Differs: 1, Failed: 1, Canceled: 1},
		"10,250 steps taken back":              {Done: 10_250, Total: 10_250},
		"Nothing was brought back. no: engine": {Total: 2, Failed: 2, Problem: &model.Problem{Text: "no: engine"}},
	} {
		if got := words.Restoration(&r); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for want, event := range map[string]model.RestoreEvent{
		"loading, 1.0 kB of 2.0 kB":   {Doing: model.RestoreLoading, Done: 1000, Total: 2000},
		"pulling, 3 of 7 layers done": {Doing: model.RestorePulling, LayersDone: 3, Layers: 7},
		"pulling":                     {Doing: model.RestorePulling},
	} {
		if got := words.RestoreProgress(&event); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	for want, rule := range map[string]string{"by hand": "", "policy nightly": "policy nightly"} {
		if got := words.Rule(rule); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}
