package transfer

import (
	"context"
	"slices"

	"jettison/dockerx"
	"jettison/dockerx/internal/fanout"
	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// Manifests returns the manifests that images have now, of those that are there, as far as
// the engine tells. Errors are *model.Problem.
func (s Saver) Manifests(ctx context.Context, engine model.Engine, images []*model.Image) (map[model.ImageID][]model.Manifest, error) {
	if engine.Store != model.StoreContainerd {
		return nil, nil
	}
	manifests := map[model.ImageID][]model.Manifest{}
	look := func(ctx context.Context, image *model.Image) (*imageInspection, error) {
		found, err := inspect(ctx, s.Client, string(image.ID))
		if dockerx.IsNotFound(err) {
			return nil, nil
		}
		return found, err
	}
	err := fanout.Each(ctx, inspectJobs, slices.Values(images), look, func(found *imageInspection) {
		if found != nil && found.Manifests != nil {
			manifests[wire.ImageID(found.ID)] = wire.Manifests(found.Manifests)
		}
	})
	if err != nil {
		return nil, dockerx.ProblemOf(err, s.Client.Host())
	}
	return manifests, nil
}
