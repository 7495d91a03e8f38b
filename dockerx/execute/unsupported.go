package execute

import (
	"context"

	"jettison/model"
)

// unsupported are the kinds of which this version removes nothing and brings nothing back.
type unsupported struct{}

func (unsupported) execute(context.Context, *executor, *model.Step, *outcome) error {
	return &changedError{&model.Refusal{Kind: model.RefusalUnsupported}}
}

func (unsupported) isGone(context.Context, *executor, *model.Step) (bool, error) { return false, nil }

// restore fails: no plan has steps of them that can be done.
func (unsupported) restore(_ context.Context, r *restorer, steps []int) {
	for _, step := range steps {
		r.tell(step, model.RestoreEvent{State: model.StepFailed, Failure: &model.RestoreFailure{Kind: model.RestoreUnsupported}})
	}
}
