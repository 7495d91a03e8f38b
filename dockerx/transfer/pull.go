package transfer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/distribution/reference"
	"github.com/moby/moby/client"

	"jettison/dockerx"
	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// message is one of those that an engine sends of a pull or a load.
type message struct {
	ID       string
	Status   string
	Progress *struct {
		Current int64
		Total   int64
	} `json:"progressDetail"`
	ErrorDetail *struct{ Message string }
	Error       string // the same; Podman sends only this
}

// readMessages reads them to their end. The error that one of them tells is a
// *model.Problem.
func readMessages(from io.Reader, host string, told func(message)) error {
	decoder := json.NewDecoder(from)
	for {
		var m message
		err := decoder.Decode(&m)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return dockerx.ProblemOf(err, host)
		}
		text := m.Error
		if m.ErrorDetail != nil {
			text = m.ErrorDetail.Message
		}
		if text != "" {
			return &model.Problem{Kind: model.ProblemAnswer, What: "The engine could not do it", Why: model.Clean(text), Host: host, Raw: model.Clean(text)}
		}
		told(m)
	}
}

// pull pulls the image of a step by one of its digests.
func (r *restorer) pull(ctx context.Context, index int) {
	found, err := r.pullAny(ctx, index)
	if err != nil {
		r.fail(ctx, index, err)
		return
	}
	r.finish(ctx, index, found, "")
}

// pullInstead pulls an image that its backup does not give back. failed says why not,
// and is what is told when it can't be pulled either.
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
	r.finish(ctx, index, found, "it was pulled, as its backup could not be loaded. "+strings.TrimSuffix(restoreWords(failed), "."))
}

// neitherError is why a backup did not give an image back that could not be pulled either.
type neitherError struct{ error }

// Unwrap gives the reason of the backup.
func (e neitherError) Unwrap() error { return e.error }

// pullAny pulls by the first digest that goes. The error is that of the first.
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
	r.tell(index, model.RestoreEvent{State: model.StepRunning, Doing: "pulling"})
	auth, unknown := registryAuth(r.client, named)
	found, err := r.pullAs(ctx, index, named, auth)
	if err != nil && unknown != nil && ctx.Err() == nil {
		err = unknown // public images need no credentials, others do
	}
	return found, err
}

// byDigest is what a digest reference names by its digest alone: a tag would be moved by
// a pull.
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

func (r *restorer) pullAs(ctx context.Context, index int, named reference.Canonical, auth string) (model.ImageID, error) {
	answer, err := r.client.API().ImagePull(ctx, named.String(), client.ImagePullOptions{RegistryAuth: auth})
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
			Kind: model.ProblemAnswer, What: "The registry " + registry + " does not have it any more",
			Why: "it knows no " + reference.FamiliarString(named), Raw: problem.Raw, Host: problem.Host,
		}
	case problem.Kind == model.ProblemAnswer || problem.Kind == model.ProblemOther:
		return &model.Problem{
			Kind: problem.Kind, What: "It can't be pulled from " + registry, Why: problem.Raw, Raw: problem.Raw, Host: problem.Host,
			Advice: "If it asks for a login: docker login " + registry,
		}
	}
	return problem
}

// pulledLayer is how far a layer is.
type pulledLayer struct {
	done, total int64
	complete    bool
}

// pullProgress sums the layers of a pull up.
type pullProgress struct{ layers map[string]*pulledLayer }

// take takes a message in, and tells what is new, if anything.
func (p *pullProgress) take(m message) (model.RestoreEvent, bool) {
	const whole = 12 // the length of the IDs of layers; other messages name the tag
	if len(m.ID) != whole {
		return model.RestoreEvent{}, false
	}
	layer := p.layers[m.ID]
	if layer == nil {
		layer = &pulledLayer{}
		p.layers[m.ID] = layer
	}
	switch m.Status {
	case "Downloading":
		if m.Progress != nil {
			layer.done, layer.total = max(0, m.Progress.Current), max(0, m.Progress.Total)
		}
	case "Download complete", "Verifying Checksum", "Extracting":
		layer.done = layer.total
	case "Pull complete", "Already exists":
		layer.done, layer.complete = layer.total, true
	}
	event := model.RestoreEvent{State: model.StepRunning}
	complete := 0
	for _, l := range p.layers {
		event.Done += l.done
		event.Total += l.total
		if l.complete {
			complete++
		}
	}
	event.Doing = fmt.Sprintf("pulling, %d of %s done", complete, model.Plural(len(p.layers), "layer"))
	return event, true
}
