package execute

import (
	"time"

	"jettison/model"
	"jettison/model/layers"
)

// attempt is what is known about a step that was started, over all its tries.
type attempt struct {
	index  int
	tries  int
	parked bool // it has waited for children once
	sent   bool // a request that changes something was sent

	untagged []string
	deleted  []model.ImageID
	layers   []layers.ChainID
	along    []model.Along // that went although the plan does not list it
	written  *int64        // by a container; nil while it was not measured
}

// outcome is the result of one try of a step.
type outcome struct {
	attempt
	state   model.StepState
	refusal *model.Refusal
	lost    error // set if the connection broke; then the state is not final
}

func (o *outcome) fail(state model.StepState, refusal *model.Refusal) {
	o.state, o.refusal = state, refusal
}

// gone notes that the target of the step is gone. If the request was sent, this job removed
// it, or else somebody else did.
func (o *outcome) gone() {
	o.state = model.StepGone
	if o.sent {
		o.state = model.StepDone
	}
}

func (o *outcome) event(at time.Time) model.StepEvent {
	event := model.StepEvent{
		Step: o.index, State: o.state, At: at,
		Untagged: o.untagged, Deleted: o.deleted, Layers: o.layers, Written: o.written, Refusal: o.refusal,
	}
	if len(o.along) > 0 {
		event.Refusal = &model.Refusal{Kind: model.RefusalTookAlong, Along: o.along, Cause: o.refusal}
		if o.refusal != nil {
			event.Refusal.Raw, event.Refusal.Code = o.refusal.Raw, o.refusal.Code
		}
		if o.state != model.StepUnknown {
			event.State = model.StepPartly
		}
	}
	return event
}
