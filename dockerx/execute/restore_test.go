package execute

import (
	"testing"
	"time"

	"jettison/model"
)

// A plan may be made up. What this version can't bring back ends with the reason.
func TestRestoreOfWhatDoesNotComeBack(t *testing.T) {
	t.Parallel()
	at := time.Unix(1000, 0)
	plan := &model.RestorePlan{}
	for _, kind := range []model.Kind{model.KindContainer, model.KindCache} {
		op := model.Op{Action: model.ActionRemove, Target: model.Target{Kind: kind, ID: "x"}}
		plan.Steps = append(plan.Steps,
			model.RestoreStep{Removed: model.Removed{Op: op}, Way: model.RestoreLoad},
			model.RestoreStep{Removed: model.Removed{Op: op}, Way: model.RestoreImpossible})
	}
	ended := map[int]int{}
	Restore(t.Context(), nil, plan, RestoreOptions{Now: func() time.Time { return at }, Tell: func(event model.RestoreEvent) {
		ended[event.Step]++
		if event.State != model.StepFailed || event.Failure == nil || !event.At.Equal(at) {
			t.Errorf("%+v", event)
		}
	}})
	for i := range plan.Steps {
		if want := 1 - i%2; ended[i] != want {
			t.Errorf("step %d ended %d times, want %d", i, ended[i], want)
		}
	}
}
