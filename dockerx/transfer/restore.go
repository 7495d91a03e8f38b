package transfer

import (
	"cmp"
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"jettison/dockerx"
	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// RestoreOptions say how Restore brings images back.
type RestoreOptions struct {
	// Write writes images of a backup as an archive that an engine loads, without names. It
	// calls told with how many bytes were read of how many. If it fails, the engine loads
	// nothing.
	Write func(ctx context.Context, backup string, images []model.Target, to io.Writer, told func(done, total int64)) error
	// Tell receives the events of a step, by its place in the plan. It is called side by
	// side for several steps.
	Tell func(step int, event model.RestoreEvent)
}

// restorer is one restoration under way.
type restorer struct {
	client  *dockerx.Client
	plan    *model.RestorePlan
	options RestoreOptions
}

func (r *restorer) tell(step int, event model.RestoreEvent) { r.options.Tell(step, event) }

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
