package transfer

import (
	"context"
	"slices"

	"jettison/dockerx"
	"jettison/dockerx/internal/fanout"
	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// Manifests returns the manifests that images have now, as far as the engine tells. Those of
// an image that can't be inspected are as the list had them: saving it tells what is wrong, and
// it does not stop the others. Errors are *model.Problem.
func (s Saver) Manifests(ctx context.Context, engine model.Engine, images []*model.Image) (map[model.ImageID][]model.Manifest, error) {
	if engine.Store != model.StoreContainerd {
		return nil, nil
	}
	manifests := map[model.ImageID][]model.Manifest{}
	type told struct {
		id        model.ImageID
		manifests []model.Manifest
	}
	look := func(ctx context.Context, image *model.Image) (told, error) {
		found, err := inspect(ctx, s.Client, string(image.ID))
		if err != nil && !dockerx.IsStatusError(err) {
			return told{}, err
		}
		if err != nil || found.Manifests == nil { // API 1.47 tells them in lists only
			return told{image.ID, image.Manifests}, nil //nolint:nilerr // saving it tells what is wrong
		}
		return told{image.ID, wire.Manifests(found.Manifests)}, nil
	}
	err := fanout.Each(ctx, inspectJobs, slices.Values(images), look, func(one told) {
		if one.manifests != nil {
			manifests[one.id] = one.manifests
		}
	})
	if err != nil {
		return nil, dockerx.ProblemOf(err, s.Client.Host())
	}
	return manifests, nil
}
