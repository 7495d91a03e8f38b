package execute

import (
	"context"

	"github.com/moby/moby/client"

	"jettison/dockerx/transfer"
	"jettison/model"
)

type imageAPI interface {
	ImageInspect(ctx context.Context, image string, options ...client.ImageInspectOption) (client.ImageInspectResult, error)
	ImageList(ctx context.Context, options client.ImageListOptions) (client.ImageListResult, error)
	ImageRemove(ctx context.Context, image string, options client.ImageRemoveOptions) (client.ImageRemoveResult, error)
}

// images are deleted with all their references, or lose one, or a platform.
type images struct{}

func (images) execute(ctx context.Context, e *executor, step *model.Step, o *outcome) error {
	if step.Action == model.ActionUntag {
		return e.untag(ctx, step, o)
	}
	if step.RemovesPlatform() {
		return e.removePlatform(ctx, step, o)
	}
	return e.deleteImage(ctx, step, o)
}

func (images) isGone(ctx context.Context, e *executor, step *model.Step) (bool, error) {
	id := step.Image().ID
	if step.Action == model.ActionUntag {
		now, err := e.currentImage(ctx, step.Refs[0])
		if err == nil {
			return now.id != id, nil
		}
		return isMissing(err)
	}
	if step.RemovesPlatform() {
		there, err := e.hasPlatform(ctx, step)
		return !there, err
	}
	_, err := e.currentImage(ctx, string(id))
	return isMissing(err)
}

func (images) restore(ctx context.Context, r *restorer, steps []int) {
	transfer.Restore(ctx, r.client, r.plan, steps, transfer.RestoreOptions{Write: r.options.Write, Tell: r.tell})
}
