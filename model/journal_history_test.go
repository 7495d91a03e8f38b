package model_test

import (
	"testing"

	"jettison/model"
)

// What only a registry may have is counted, and said to be unsure.
func TestTakeBack(t *testing.T) {
	t.Parallel()
	image := &model.Image{ID: "sha256:aa", Digests: []string{"app@sha256:aa"}}
	for name, test := range map[string]struct {
		step  model.Step
		saved []model.Thing
		want  model.TakeBack
	}{
		"a name":           {model.Step{Action: model.ActionUntag, Thing: image, Verdict: model.VerdictAskRegistry}, nil, model.TakeBack{Steps: 1}},
		"in a registry":    {model.Step{Thing: image, Verdict: model.VerdictPull}, nil, model.TakeBack{Steps: 1}},
		"perhaps in one":   {model.Step{Thing: image, Verdict: model.VerdictAskRegistry}, nil, model.TakeBack{Steps: 1, Unsure: true}},
		"saved":            {model.Step{Thing: image, Verdict: model.VerdictAskRegistry}, []model.Thing{image}, model.TakeBack{Steps: 1}},
		"the only copy":    {model.Step{Thing: &model.Image{ID: "sha256:bb"}, Verdict: model.VerdictOnlyCopy}, nil, model.TakeBack{}},
		"of a container's": {model.Step{Thing: &model.Container{ID: "c"}}, nil, model.TakeBack{}},
	} {
		test.step.Ready = true
		progress := model.NewProgress(&model.Plan{Steps: []model.Step{test.step}}, now)
		progress.Apply(model.JobUpdate{Events: []model.StepEvent{{State: model.StepDone}}}, now)
		if got := progress.TakeBack(test.saved); got != test.want {
			t.Errorf("%s: %+v, want %+v", name, got, test.want)
		}
	}
}
