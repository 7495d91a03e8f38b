package transfer

import (
	"context"

	"jettison/model"
)

// kind is how things of one kind are brought back.
type kind interface {
	// restore brings back what the steps, by their places in the plan, are about, and
	// returns when all of them have ended.
	restore(ctx context.Context, r *restorer, steps []int)
}

// kindOf returns how a kind of thing is brought back.
func kindOf(k model.Kind) kind {
	switch k {
	case model.KindImage:
		return images{}
	case model.KindContainer, model.KindVolume, model.KindCache, model.KindUnknown:
	}
	return unsupported{}
}

// unsupported are the kinds of which this version brings nothing back. No plan has steps
// of them that can be done.
type unsupported struct{}

func (unsupported) restore(_ context.Context, r *restorer, steps []int) {
	for _, step := range steps {
		r.tell(step, model.RestoreEvent{State: model.StepFailed, Why: "This version of jettison brings no such thing back."})
	}
}
