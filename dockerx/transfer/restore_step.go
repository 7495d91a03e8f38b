package transfer

import (
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
		r.tell(step, model.RestoreEvent{State: model.StepCanceled, Failure: &model.RestoreFailure{Kind: model.RestoreCanceled}})
		return
	}
	r.tell(step, model.RestoreEvent{State: model.StepFailed, Failure: failureOf(err)})
}

// failureOf tells why a step failed. What no Problem is, such as what is wrong with a
// backup, is told by its text.
func failureOf(err error) *model.RestoreFailure {
	_, pulled := errors.AsType[neitherError](err)
	problem, known := errors.AsType[*model.Problem](err)
	if !known {
		text := strings.TrimPrefix(model.Clean(err.Error()), "Error response from daemon: ")
		problem = &model.Problem{Text: text, Raw: text}
	}
	return &model.RestoreFailure{Problem: problem, Pulled: pulled}
}

// finish tags an image that is there, compares it with what it was, and ends its step.
// found is its ID now. note is told when nothing else differs.
func (r *restorer) finish(ctx context.Context, index int, found model.ImageID, note ...model.Difference) {
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
	if len(differs) == 0 {
		differs = note
	}
	r.tell(index, model.RestoreEvent{State: model.StepDone, Tagged: tagged, Differs: differs})
}

// compare tells what differs from the journal.
func (r *restorer) compare(ctx context.Context, step *model.RestoreStep, id model.ImageID) (differs []model.Difference, err error) {
	if id != step.Image() {
		differs = append(differs, model.Difference{Kind: model.DifferentImage, Image: id, Was: step.Image()})
	}
	for _, name := range step.Refs {
		if slices.Contains(step.Digests, name) {
			continue // see below
		}
		owner, err := inspect(ctx, r.client, name)
		switch {
		case dockerx.IsNotFound(err):
			differs = append(differs, model.Difference{Kind: model.NameMissing, Name: name})
		case err != nil:
			return nil, dockerx.ProblemOf(err, r.client.Host())
		case wire.ImageID(owner.ID) != id:
			differs = append(differs, model.Difference{Kind: model.NameTaken, Name: name, Image: wire.ImageID(owner.ID)})
		}
	}
	now, err := inspect(ctx, r.client, string(id))
	if err != nil {
		return nil, dockerx.ProblemOf(err, r.client.Host())
	}
	_, digests := wire.Refs(now.RepoTags, now.RepoDigests)
	for _, digest := range step.Digests {
		if !slices.Contains(digests, digest) {
			differs = append(differs, model.Difference{Kind: model.DigestMissing, Name: digest})
		}
	}
	for _, lost := range now.lacks(step.Manifests) {
		differs = append(differs, model.Difference{Kind: model.ManifestMissing, Manifest: lost})
	}
	return differs, nil
}
