package transfer

import (
	"context"

	"github.com/moby/moby/client"

	"jettison/dockerx"
	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// tagImage tags an image.
func (r *restorer) tagImage(ctx context.Context, id model.ImageID, name string) error {
	_, err := r.client.API().ImageTag(ctx, client.ImageTagOptions{Source: string(id), Target: name})
	return err
}

// tag gives an image those of its names that no other image has by now.
func (r *restorer) tag(ctx context.Context, step *model.RestoreStep, id model.ImageID) (tagged []string, err error) {
	for _, name := range step.Names {
		owner, err := inspect(ctx, r.client, name)
		if err == nil && wire.ImageID(owner.ID) != step.Image() && wire.ImageID(owner.ID) != id {
			continue // compare says so
		}
		if err != nil && !dockerx.IsNotFound(err) {
			return tagged, dockerx.ProblemOf(err, r.client.Host())
		}
		if err == nil {
			continue
		}
		if err := r.tagImage(ctx, id, name); err != nil {
			return tagged, dockerx.ProblemOf(err, r.client.Host())
		}
		tagged = append(tagged, name)
	}
	return tagged, nil
}
