package execute

import (
	"context"
	"errors"
	"time"

	"github.com/containerd/errdefs"

	"jettison/dockerx"
	"jettison/dockerx/inventory"
	"jettison/model"
)

// executor executes single steps. Its only state are the reference cache, the users and what was
// looked up of content, which are safe for concurrent use, so steps can run side by side.
type executor struct {
	api        engineAPI
	host       string
	plan       *model.Plan
	store      model.Store
	exactly    bool // a request can name both the tag and the image
	timeout    time.Duration
	references *inventory.ReferenceCache       // nil if the plan or the engine uses none
	parents    map[model.ImageID]model.ImageID // of the plan's images
	goes       map[model.ImageID]bool          // images that any step is to delete
	users      *users
	owners     *nameOwners // nil if the plan takes no names, or the engine compares them
	content    *contentLook
	records    *records
}

func newExecutor(api engineAPI, host string, plan *model.Plan, options Options) *executor {
	e := &executor{
		api: api, host: host, plan: plan, store: plan.Engine.Store, exactly: deletesExactly(plan.Engine),
		timeout: options.StepTimeout, references: options.references, parents: map[model.ImageID]model.ImageID{},
		goes:  map[model.ImageID]bool{},
		users: newUsers(plan, host, options.users), content: options.content,
		owners: options.owners, records: &records{list: options.records},
	}
	for i := range plan.Steps {
		step := &plan.Steps[i]
		deletes := step.Ready && step.Removes(model.KindImage)
		for _, image := range append([]*model.Image{step.Image()}, step.Prunes...) {
			if image == nil {
				continue
			}
			if image.Parent != "" {
				e.parents[image.ID] = image.Parent
			}
			if deletes {
				e.goes[image.ID] = true
			}
		}
	}
	return e
}

// childSteps returns the steps that delete images built on the image of a step.
func (e *executor) childSteps(index int) []int {
	target := e.plan.Steps[index].Thing.Target()
	var found []int
	for i := range e.plan.Steps {
		step := &e.plan.Steps[i]
		if i != index && step.Removes(model.KindImage) && e.descends(step.Image().ID, target.Image()) {
			found = append(found, i)
		}
	}
	return found
}

// descends reports whether an image was built on another one, as far as the plan knows.
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

// do executes a step, or what is left of it after its connection broke.
func (e *executor) do(ctx context.Context, try attempt) outcome {
	o := outcome{attempt: try}
	step := &e.plan.Steps[try.index]
	if err := kindOf(step.Thing.Target().Kind).execute(ctx, e, step, &o); err != nil {
		e.failed(ctx, step, err, &o)
	}
	return o
}

// failed sets the outcome of a step that ended with an error.
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
		o.fail(model.StepCanceled, &model.Refusal{Kind: model.RefusalProgramEnded})
	case (isMalformed(err) || errdefs.IsInternal(err) || failedOnOtherImage(err, "", step)) && o.sent:
		// The engine may have done it all the same: look. If an untagged parent goes
		// meanwhile with another of its children, Docker 20.10 fails with 500; if such a
		// child is not gone yet, Docker 28 refuses.
		if gone, lookErr := e.isGone(ctx, step); lookErr == nil && gone {
			o.gone()
			return
		}
		o.fail(model.StepFailed, e.refuse(ctx, err, step))
	case isLost(err):
		o.lost = err
	default:
		o.fail(model.StepFailed, e.refuse(ctx, err, step))
	}
}

// check finds out what became of a step whose connection broke. It changes nothing.
func (e *executor) check(ctx context.Context, try attempt) outcome {
	o := outcome{attempt: try}
	gone, err := e.isGone(ctx, &e.plan.Steps[try.index])
	switch {
	case err != nil && try.sent:
		o.fail(model.StepUnknown, refuseUnknown(err, e.host))
	case err != nil:
		o.fail(model.StepCanceled, &model.Refusal{Kind: model.RefusalNotAsked})
	case gone:
		o.gone()
	case try.sent:
		o.fail(model.StepFailed, &model.Refusal{Kind: model.RefusalStillThere})
	default:
		o.fail(model.StepCanceled, &model.Refusal{Kind: model.RefusalCanceled})
	}
	return o
}

// isGone reports whether the target of a step is gone.
func (e *executor) isGone(ctx context.Context, step *model.Step) (bool, error) {
	return kindOf(step.Thing.Target().Kind).isGone(ctx, e, step)
}

// isMissing turns the error of an inspection into whether its target is missing.
func isMissing(err error) (bool, error) {
	if isMissingOnEngine(err) {
		return true, nil
	}
	return false, err
}

// request sends a request with a timeout, and again while the answer is transient.
func (e *executor) request(ctx context.Context, do func(context.Context) error) error {
	return dockerx.RetryTransient(ctx, func() error {
		ctx, cancel := context.WithTimeout(ctx, e.timeout)
		defer cancel()
		return do(ctx)
	})
}

// change sends a request that changes something. One that the engine refuses has changed
// nothing, but see remove.
func (e *executor) change(ctx context.Context, o *outcome, do func(context.Context) error) error {
	before := o.sent
	o.sent = true
	err := e.request(ctx, do)
	if err != nil && statusCode(err) != 0 {
		o.sent = before
	}
	return err
}
