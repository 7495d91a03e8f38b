package transfer

import (
	"context"
	"fmt"
	"strings"

	"github.com/distribution/reference"
	"github.com/moby/moby/client"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"

	"jettison/dockerx"
	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// pull pulls the image of a step by one of its digests.
func (r *restorer) pull(ctx context.Context, index int) {
	found, err := r.pullAny(ctx, index)
	if err != nil {
		r.fail(ctx, index, err)
		return
	}
	r.finish(ctx, index, found)
}

// pullInstead pulls an image that could not be loaded from its backup. failed says why, and
// is what the step fails with if the image can't be pulled either.
func (r *restorer) pullInstead(ctx context.Context, index int, failed error) {
	if len(r.plan.Steps[index].Digests) == 0 || ctx.Err() != nil {
		r.fail(ctx, index, failed)
		return
	}
	found, err := r.pullAny(ctx, index)
	if err != nil {
		r.fail(ctx, index, neitherError{failed})
		return
	}
	r.finish(ctx, index, found, model.Difference{Kind: model.PulledInstead, Failure: failureOf(failed)})
}

// neitherError says why an image could not be loaded that could not be pulled either.
type neitherError struct{ error }

// Unwrap returns why it could not be loaded.
func (e neitherError) Unwrap() error { return e.error }

// pullAny pulls by the first digest that works. If none does, it returns the error of the
// first.
func (r *restorer) pullAny(ctx context.Context, index int) (model.ImageID, error) {
	var problems []error
	for _, ref := range r.plan.Steps[index].Digests {
		found, err := r.pullBy(ctx, index, ref)
		if err == nil {
			return found, nil
		}
		problems = append(problems, err)
		if ctx.Err() != nil {
			break
		}
	}
	return "", problems[0]
}

func (r *restorer) pullBy(ctx context.Context, index int, ref string) (model.ImageID, error) {
	named, err := byDigest(ref)
	if err != nil {
		return "", err
	}
	r.tell(index, model.RestoreEvent{State: model.StepRunning, Doing: model.RestorePulling})
	auth, unknown := registryAuth(r.client, named)
	found, err := r.pullPlatforms(ctx, index, named, auth)
	if err != nil && unknown != nil && ctx.Err() == nil {
		err = unknown // public images need no credentials, others do
	}
	return found, err
}

// byDigest parses a digest reference and drops its tag: a pull would move the tag.
func byDigest(ref string) (reference.Canonical, error) {
	named, err := reference.ParseNormalizedNamed(ref)
	if err != nil {
		return nil, fmt.Errorf("the journal has %q as a digest: %w", model.Clean(ref), err)
	}
	canonical, ok := named.(reference.Canonical)
	if !ok {
		return nil, fmt.Errorf("the journal has %q as a digest, which it is not", model.Clean(ref))
	}
	return reference.WithDigest(reference.TrimNamed(named), canonical.Digest())
}

// pullPlatforms pulls each platform that the image had, since an engine pulls only its own
// otherwise. Only the containerd store keeps several: in others, each would be an image of its
// own. It is an error if none can be pulled; comparing tells which are missing.
func (r *restorer) pullPlatforms(ctx context.Context, index int, named reference.Canonical, auth string) (found model.ImageID, err error) {
	var wanted []ocispec.Platform
	for _, m := range r.plan.Steps[index].Manifests {
		if parts := strings.SplitN(m.Platform, "/", 3); m.Kind == model.ManifestPlatform && len(parts) > 1 {
			parts = append(parts, "")
			wanted = append(wanted, ocispec.Platform{OS: parts[0], Architecture: parts[1], Variant: parts[2]})
		}
	}
	if len(wanted) == 0 || r.plan.Engine.Store != model.StoreContainerd {
		return r.pullAs(ctx, index, named, client.ImagePullOptions{RegistryAuth: auth})
	}
	for _, platform := range wanted {
		pulled, failed := r.pullAs(ctx, index, named, client.ImagePullOptions{RegistryAuth: auth, Platforms: []ocispec.Platform{platform}})
		if failed == nil {
			found = pulled
		} else if err == nil {
			err = failed
		}
	}
	if found != "" {
		return found, nil
	}
	return "", err
}

func (r *restorer) pullAs(ctx context.Context, index int, named reference.Canonical, options client.ImagePullOptions) (model.ImageID, error) {
	answer, err := r.client.API().ImagePull(ctx, named.String(), options)
	if err != nil {
		return "", r.pullProblem(err, named)
	}
	defer answer.Close() //nolint:errcheck // only read
	progress := pullProgress{layers: map[string]*pulledLayer{}}
	paced := pace{least: pacedBytes}
	err = readMessages(answer, r.client.Host(), func(m message) {
		if event, ok := progress.take(m); ok && (paced.due(event.Done) || m.Progress == nil) {
			r.tell(index, event)
		}
	})
	if err != nil {
		return "", r.pullProblem(err, named)
	}
	found, err := inspect(ctx, r.client, named.String())
	if err != nil {
		return "", dockerx.ProblemOf(err, r.client.Host())
	}
	return wire.ImageID(found.ID), nil
}

func (r *restorer) pullProblem(err error, named reference.Named) error {
	problem := dockerx.ProblemOf(err, r.client.Host())
	registry := reference.Domain(named)
	switch {
	case isManifestUnknown(err):
		return &model.Problem{
			Kind: model.ProblemAnswer, Reason: model.ReasonManifestUnknown, Host: problem.Host,
			Name: registry, Ref: reference.FamiliarString(named), Raw: problem.Raw,
		}
	case problem.Kind == model.ProblemAnswer || problem.Kind == model.ProblemOther:
		return &model.Problem{
			Kind: problem.Kind, Reason: model.ReasonPull, Host: problem.Host, Name: registry, Text: problem.Raw, Raw: problem.Raw,
		}
	}
	return problem
}
