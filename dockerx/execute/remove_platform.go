package execute

import (
	"context"
	"strings"
	"sync"

	"github.com/moby/moby/client"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"

	"jettison/dockerx"
	"jettison/dockerx/inventory"
	"jettison/model"
)

// removePlatform removes one platform of an image. The engine wants it forced and then deletes
// every blob of the platform, whatever else uses it (API 1.50 to 1.56, moby,
// daemon/containerd/image_delete.go), and it sends no event. So what the plan knew is looked up
// once more right before.
func (e *executor) removePlatform(ctx context.Context, step *model.Step, o *outcome) error {
	e.content.Lock()
	defer e.content.Unlock()
	now, err := e.content.now(ctx)
	if err != nil {
		return err
	}
	choices := model.Choices{}
	if step.Chosen.Has(model.RemedyForce) {
		choices[step.Thing.Target()] = model.Remedies(0).With(model.RemedyForce)
	}
	fresh := model.NewPlan(now, []model.Key{model.PlatformKey(step.Image().ID, step.Platform.Digest)}, choices)
	if len(fresh.Steps) == 0 {
		o.gone()
		return nil
	}
	if !fresh.Steps[0].Ready {
		return &changedError{&model.Refusal{Kind: model.RefusalBlocked, Blockers: fresh.Steps[0].Blockers}}
	}
	options := client.ImageRemoveOptions{Force: true, Platforms: []ocispec.Platform{platformOf(step.Platform)}}
	err = e.change(ctx, o, func(ctx context.Context) error {
		_, err := e.api.ImageRemove(ctx, string(step.Image().ID), options)
		return err
	})
	if isMissingOnEngine(err) {
		o.gone()
		return nil
	}
	if err != nil {
		return err
	}
	there, err := e.hasPlatform(ctx, step)
	if err != nil {
		return err
	}
	if o.state = model.StepDone; there {
		o.fail(model.StepFailed, &model.Refusal{Kind: model.RefusalIgnored})
	}
	return nil
}

// platformOf converts the platform of a manifest for a request.
func platformOf(m *model.Manifest) ocispec.Platform {
	parts := append(strings.SplitN(m.Platform, "/", 3), "", "")
	return ocispec.Platform{OS: parts[0], Architecture: parts[1], Variant: parts[2]}
}

// hasPlatform reports whether the store has the platform that a step removes.
func (e *executor) hasPlatform(ctx context.Context, step *model.Step) (there bool, err error) {
	err = e.request(ctx, func(ctx context.Context) error {
		answer, err := e.api.ImageInspect(ctx, string(step.Image().ID), client.ImageInspectWithManifests(true))
		if err != nil {
			return err
		}
		there = false
		for i := range answer.Manifests {
			m := &answer.Manifests[i]
			there = there || m.Available && model.Clean(m.ID) == step.Platform.Digest
		}
		return nil
	})
	if isMissingOnEngine(err) {
		return false, nil
	}
	return there, err
}

// contentLook looks up all that an engine has, with the layers of all manifests. Who holds its
// mutex is the only one of a job that removes platforms: another removal between the list and
// the inspections would hide what is on its way out.
type contentLook struct {
	sync.Mutex

	client *dockerx.Client
	engine model.Engine
	known  model.ManifestLayers // of earlier looks: a digest fixes them
}

// now returns the inventory. The caller holds the mutex.
func (l *contentLook) now(ctx context.Context) (*model.Inventory, error) {
	inv, err := inventory.List(ctx, l.client, l.engine)
	if err != nil {
		return nil, err
	}
	if l.known, err = inventory.ManifestLayers(ctx, l.client, inv.WithManifestLayers(l.known)); err != nil {
		return nil, err
	}
	return inv.WithManifestLayers(l.known), nil
}
