package transfer

import (
	"cmp"
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"sync"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// RestoreOptions say how Restore carries out a plan.
type RestoreOptions struct {
	// Write writes things of a backup, all of one kind, as an archive that an engine
	// loads; images are in it without names. It calls told with how many bytes were read of how
	// many. If it fails, the engine loads nothing.
	Write func(ctx context.Context, backup string, targets []model.Target, to io.Writer, told func(done, total int64)) error
	// Now is the clock that stamps the events; nil for the system's.
	Now func() time.Time
	// Tell receives the events, one at a time and in order.
	Tell func(model.RestoreEvent)
}

// Restore carries out the steps of a plan that are possible, and returns when all of them
// have ended or ctx has. A step that fails does not stop the others.
func Restore(ctx context.Context, client *dockerx.Client, plan *model.RestorePlan, options RestoreOptions) {
	if options.Now == nil {
		options.Now = time.Now
	}
	r := &restorer{client: client, plan: plan, options: options, events: make(chan model.RestoreEvent)}
	told := make(chan struct{})
	go func() {
		defer close(told)
		for event := range r.events {
			options.Tell(event)
		}
	}()
	r.run(ctx)
	close(r.events)
	<-told
}

// restorer is one restoration under way.
type restorer struct {
	client  *dockerx.Client
	plan    *model.RestorePlan
	options RestoreOptions
	events  chan model.RestoreEvent
}

// run brings the kinds back side by side.
func (r *restorer) run(ctx context.Context) {
	steps := map[model.Kind][]int{}
	for i := range r.plan.Steps {
		if step := &r.plan.Steps[i]; step.Doable() {
			steps[step.Target.Kind] = append(steps[step.Target.Kind], i)
		}
	}
	var group sync.WaitGroup
	for kind, steps := range steps {
		group.Go(func() { kindOf(kind).restore(ctx, r, steps) })
	}
	group.Wait()
}

func (r *restorer) tell(step int, event model.RestoreEvent) {
	event.Step, event.At = step, r.options.Now()
	r.events <- event
}

func (r *restorer) fail(ctx context.Context, step int, err error) {
	if ctx.Err() != nil {
		r.tell(step, model.RestoreEvent{State: model.StepCanceled, Why: "It was cancelled."})
		return
	}
	r.tell(step, model.RestoreEvent{State: model.StepFailed, Why: restoreWords(err)})
}

// restoreWords describes an error in a sentence or two.
func restoreWords(err error) string {
	if neither, ok := errors.AsType[neitherError](err); ok {
		return restoreWords(neither.error) + " It could not be pulled either."
	}
	if problem, ok := errors.AsType[*model.Problem](err); ok {
		words := problem.What
		if problem.Why != "" {
			words += ": " + problem.Why
		}
		words = strings.TrimSuffix(words, ".") + "."
		if problem.Advice != "" {
			words += " " + problem.Advice
		}
		return words
	}
	text := strings.TrimPrefix(model.Clean(err.Error()), "Error response from daemon: ")
	return strings.ToUpper(text[:min(1, len(text))]) + strings.TrimSuffix(text[min(1, len(text)):], ".") + "."
}

// finish tags an image that is there, compares it with what it was, and ends its step.
// found is its ID now.
func (r *restorer) finish(ctx context.Context, index int, found model.ImageID, note string) {
	step := &r.plan.Steps[index]
	tagged, failed := r.tag(ctx, step, found)
	if failed != nil {
		r.fail(ctx, index, failed)
		return
	}
	differs, err := r.compare(ctx, step, found)
	if err != nil {
		r.fail(ctx, index, err)
		return
	}
	r.tell(index, model.RestoreEvent{State: model.StepDone, Tagged: tagged, Differs: cmp.Or(joinWords(differs), note)})
}

// compare describes what differs from the journal.
func (r *restorer) compare(ctx context.Context, step *model.RestoreStep, id model.ImageID) (differs []string, err error) {
	if id != step.Image() {
		differs = append(differs, "it is another image now: "+id.Short()+", not "+step.Image().Short())
	}
	for _, name := range step.Refs {
		owner, err := inspect(ctx, r.client, name)
		switch {
		case dockerx.IsNotFound(err):
			differs = append(differs, name+" is missing")
		case err != nil:
			return nil, dockerx.ProblemOf(err, r.client.Host())
		case wire.ImageID(owner.ID) != id:
			differs = append(differs, name+" is another image by now ("+wire.ImageID(owner.ID).Short()+"), and was left there")
		}
	}
	now, err := inspect(ctx, r.client, string(id))
	if err != nil {
		return nil, dockerx.ProblemOf(err, r.client.Host())
	}
	_, digests := wire.Refs(now.RepoTags, now.RepoDigests)
	for _, digest := range step.Digests {
		if !slices.Contains(digests, digest) {
			differs = append(differs, "it is not known as "+digest+" any more")
		}
	}
	return differs, nil
}

func joinWords(words []string) string { return strings.Join(words, "; ") }
