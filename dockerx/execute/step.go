package execute

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/containerd/errdefs"

	"jettison/dockerx"
	"jettison/dockerx/inventory"
	"jettison/model"
)

// attempt is what is known of a step that was begun, over all its tries.
type attempt struct {
	index  int
	tries  int
	parked bool // it waited once for children that it met
	sent   bool // a request that changes something went out

	untagged []string
	deleted  []model.ImageID
	layers   []model.ChainID
}

// outcome is how a try of a step went.
type outcome struct {
	attempt
	state   model.StepState
	refusal *model.Refusal
	lost    error // the connection broke, and the state is not final
}

func (o *outcome) fail(state model.StepState, refusal *model.Refusal) {
	o.state, o.refusal = state, refusal
}

func (o *outcome) event(at time.Time) model.StepEvent {
	return model.StepEvent{
		Step: o.index, State: o.state, At: at,
		Untagged: o.untagged, Deleted: o.deleted, Layers: o.layers, Refusal: o.refusal,
	}
}

// executor carries out single steps. It keeps no state of its own but for the
// reference cache, which is safe for concurrent use, so that steps can run side by
// side.
type executor struct {
	api        engineAPI
	host       string
	plan       *model.Plan
	store      model.Store
	exactly    bool // a deletion can name both the tag and the image
	timeout    time.Duration
	references *inventory.ReferenceCache       // nil for a plan or an engine that none is used for
	parents    map[model.ImageID]model.ImageID // of the plan's images
}

func newExecutor(api engineAPI, host string, plan *model.Plan, options Options) *executor {
	e := &executor{
		api: api, host: host, plan: plan, store: plan.Engine.Store, exactly: deletesExactly(plan.Engine),
		timeout: options.StepTimeout, references: options.references, parents: map[model.ImageID]model.ImageID{},
	}
	for i := range plan.Steps {
		step := &plan.Steps[i]
		for _, image := range append([]*model.Image{step.Image()}, step.Prunes...) {
			if image != nil && image.Parent != "" {
				e.parents[image.ID] = image.Parent
			}
		}
	}
	return e
}

// childSteps are the steps that delete images built on the image of a step.
func (e *executor) childSteps(index int) []int {
	image := e.plan.Steps[index].Image().ID
	var found []int
	for i := range e.plan.Steps {
		step := &e.plan.Steps[i]
		if i != index && step.Removes(model.KindImage) && e.descends(step.Image().ID, image) {
			found = append(found, i)
		}
	}
	return found
}

func (e *executor) descends(image, from model.ImageID) bool {
	for range len(e.parents) {
		parent, ok := e.parents[image]
		if !ok {
			return false
		}
		if parent == from {
			return true
		}
		image = parent
	}
	return false
}

// do carries out a step, or what is left of it after its connection broke.
func (e *executor) do(ctx context.Context, try attempt) outcome {
	o := outcome{attempt: try}
	step := &e.plan.Steps[try.index]
	var err error
	switch {
	case step.Removes(model.KindImage):
		err = e.deleteImage(ctx, step, &o)
	case step.Action == model.ActionUntag:
		err = e.untag(ctx, step, &o)
	case step.Removes(model.KindContainer):
		err = e.removeContainer(ctx, step, &o)
	}
	if err == nil {
		return o
	}
	e.failed(ctx, step, err, &o)
	return o
}

// failed says what an error that a step ended with means.
func (e *executor) failed(ctx context.Context, step *model.Step, err error, o *outcome) {
	var changed *changedError
	switch {
	case errors.As(err, &changed):
		o.fail(model.StepSkipped, changed.refusal)
		if len(o.untagged) > 0 {
			o.state = model.StepPartly
		}
	case ctx.Err() != nil && o.sent:
		o.fail(model.StepUnknown, refuseUnknown(err, e.host))
	case ctx.Err() != nil:
		o.fail(model.StepCanceled, refuseCanceled("the program was ended"))
	case (isGarbage(err) || errdefs.IsInternal(err) || stumbled(err, "", step)) && o.sent:
		// The engine may have done it all the same: look. Docker 20.10 fails with 500
		// when an untagged parent went meanwhile with another of its children, and 28
		// refuses when such a child was not gone yet.
		if gone, lookErr := e.isGone(ctx, step); lookErr == nil && gone {
			o.gone()
			return
		}
		o.fail(model.StepFailed, refuse(err, step))
	case isLost(err):
		o.lost = err
	default:
		o.fail(model.StepFailed, refuse(err, step))
	}
}

// check asks what became of a step whose connection broke; it changes nothing.
func (e *executor) check(ctx context.Context, try attempt) outcome {
	o := outcome{attempt: try}
	gone, err := e.isGone(ctx, &e.plan.Steps[try.index])
	switch {
	case err != nil && try.sent:
		o.fail(model.StepUnknown, refuseUnknown(err, e.host))
	case err != nil:
		o.fail(model.StepCanceled, refuseCanceled("the connection broke before the engine was asked"))
	case gone:
		o.gone()
	case try.sent:
		o.fail(model.StepFailed, refuseStillThere())
	default:
		o.fail(model.StepCanceled, refuseCanceled("the job was cancelled"))
	}
	return o
}

// isGone reports whether what a step removes is not there any more.
func (e *executor) isGone(ctx context.Context, step *model.Step) (bool, error) {
	switch {
	case step.Removes(model.KindContainer):
		_, err := e.containerNow(ctx, step.Container().ID)
		return notThere(err)
	case step.Action == model.ActionUntag:
		now, err := e.imageNow(ctx, step.Refs[0])
		if err == nil {
			return now.id != step.Image().ID, nil
		}
		return notThere(err)
	}
	_, err := e.imageNow(ctx, string(step.Image().ID))
	return notThere(err)
}

func notThere(err error) (bool, error) {
	if isMissingOnEngine(err) {
		return true, nil
	}
	return false, err
}

// gone notes that what the step removes is not there: this job removed it when
// its request had gone out, somebody else otherwise.
func (o *outcome) gone() {
	o.state = model.StepGone
	if o.sent {
		o.state = model.StepDone
	}
}

// request bounds one request to the engine.
func (e *executor) request(ctx context.Context, do func(context.Context) error) error {
	return dockerx.RetryTransient(ctx, func() error {
		ctx, cancel := context.WithTimeout(ctx, e.timeout)
		defer cancel()
		return do(ctx)
	})
}

// change sends a request that changes something. A refused one changed nothing,
// but see remove.
func (e *executor) change(ctx context.Context, o *outcome, do func(context.Context) error) error {
	before := o.sent
	o.sent = true
	err := e.request(ctx, do)
	if err != nil && statusCode(err) != 0 {
		o.sent = before
	}
	return err
}

// isLayer reports whether an ID in a graphdriver store's answer is the chain ID
// of a layer. The image's own layers are known as a rule; an ID that is none of
// them is an image then, whether the plan told of it or not.
func isLayer(step *model.Step, id model.ImageID) bool {
	if !step.Image().Layered {
		return !knows(step, id)
	}
	for layer := step.Image().Top; layer != nil; layer = layer.Below {
		if layer.ID == model.ChainID(id) {
			return true
		}
	}
	return false
}

// knows reports whether the plan says that an image goes with a step.
func knows(step *model.Step, id model.ImageID) bool {
	return step.Image().ID == id ||
		slices.ContainsFunc(step.Prunes, func(image *model.Image) bool { return image.ID == id })
}
