package transfer

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/url"
	"slices"
	"strings"

	"jettison/dockerx"
	"jettison/dockerx/internal/fanout"
	"jettison/dockerx/internal/wire"
	"jettison/model"
)

const (
	// together is how many images a request saves if that does no harm. A request sends
	// what images share only once, but is lost as a whole if it fails.
	together = 16
	// firstTogether is the first version of Docker whose containerd store names each saved
	// image of several platforms by its ID.
	firstTogether = 28
	// firstPinning is the first version of Docker that writes OCI layouts, and whose
	// graphdriver stores pin layers that a save reads twice. Docker 29 still does.
	firstPinning = 25
)

// Saver saves images of one engine.
type Saver struct{ Client *dockerx.Client }

// BatchSize returns how many images to save in one request, at least one. Docker 25
// to 29 with a graphdriver store pins the layers that several images of one request share,
// for good. Older versions and Podman send the first byte only after they have gathered
// all images, so nothing could be done meanwhile. The containerd store sends as it reads.
func (Saver) BatchSize(engine model.Engine) int {
	if engine.Store == model.StoreContainerd && engine.MajorVersion() >= firstTogether {
		return together
	}
	return 1
}

// Save has the engine save images in one request, at most BatchSize of them, and hands the
// archive to read. It returns an error of read as it is; others are *model.Problem.
func (s Saver) Save(ctx context.Context, ids []model.ImageID, read func(io.Reader) error) error {
	err := s.save(ctx, ids, nil, read)
	if len(ids) > 1 || !isContentMissing(err) {
		return err
	}
	if !s.Client.AtLeast("1.52") {
		// Of a single platform it leaves out the index: the image would come back with
		// another ID.
		refused := *dockerx.ProblemOf(err, s.Client.Host())
		refused.Reason = model.ReasonPlatformMissing
		return &refused
	}
	present, unknown := s.presentPlatforms(ctx, ids[0])
	if unknown != nil || len(present) == 0 {
		return err
	}
	return s.save(ctx, ids, present, read)
}

func (s Saver) save(ctx context.Context, ids []model.ImageID, platforms []string, read func(io.Reader) error) error {
	query := url.Values{}
	for _, id := range ids {
		query.Add("names", string(id))
	}
	if len(platforms) > 0 {
		query["platform"] = platforms
	}
	var body *bodyReader
	err := s.Client.Stream(ctx, "/images/get", query, func(answer io.Reader) error {
		body = &bodyReader{from: answer}
		return read(body)
	})
	switch {
	case err == nil:
		return nil
	case body == nil:
		return dockerx.ProblemOf(err, s.Client.Host())
	case body.broke != nil:
		return dockerx.ProblemOf(errors.Join(body.broke, ctx.Err()), s.Client.Host())
	}
	return err
}

// isContentMissing reports whether an engine failed to save an image because it lacks the
// platform that it prefers: its own, or else the first of the index.
func isContentMissing(err error) bool {
	problem, ok := errors.AsType[*model.Problem](err)
	return ok && problem.Kind == model.ProblemAnswer && strings.Contains(problem.Raw, "content digest")
}

// presentPlatforms returns the platforms that the engine has of an image, as a request to save
// them writes them, at least two: of a single one the engine leaves out the index, and the same
// one twice counts as several (moby, daemon/containerd, ExportImage).
func (s Saver) presentPlatforms(ctx context.Context, id model.ImageID) ([]string, error) {
	found, err := inspect(ctx, s.Client, string(id))
	if err != nil {
		return nil, err
	}
	var present []string
	for i := range found.Manifests {
		m := &found.Manifests[i]
		if !m.Available {
			continue
		}
		platform := wire.Platform{Os: "unknown", Architecture: "unknown"} // as attestations have it
		if m.ImageData != nil {
			platform = m.ImageData.Platform
		}
		text, err := json.Marshal(platform)
		if err != nil {
			return nil, err
		}
		if !slices.Contains(present, string(text)) {
			present = append(present, string(text))
		}
	}
	if len(present) == 1 {
		present = append(present, present[0])
	}
	return present, nil
}

// Unsavable returns the images that the engine can't save without harm. If Docker 25 to 29
// with a graphdriver store saves an image that has the same layer twice, such as two empty
// ones, it keeps all layers up to the second one on the disk, even after the image is
// removed (TestRemovedImagesComeBack). Errors are *model.Problem.
func (s Saver) Unsavable(ctx context.Context, engine model.Engine, images []*model.Image) ([]*model.Image, error) {
	if engine.Store != model.StoreGraph || engine.MajorVersion() < firstPinning {
		return nil, nil
	}
	twice := map[model.ImageID]bool{}
	look := func(ctx context.Context, image *model.Image) (*imageInspection, error) {
		return inspect(ctx, s.Client, string(image.ID))
	}
	err := fanout.Each(ctx, inspectJobs, slices.Values(images), look, func(found *imageInspection) {
		layers := slices.Clone(found.RootFS.Layers)
		slices.Sort(layers)
		twice[wire.ImageID(found.ID)] = len(slices.Compact(layers)) < len(found.RootFS.Layers)
	})
	if err != nil {
		return nil, dockerx.ProblemOf(err, s.Client.Host())
	}
	return slices.DeleteFunc(slices.Clone(images), func(image *model.Image) bool { return !twice[image.ID] }), nil
}

// bodyReader remembers the error if the engine broke off.
type bodyReader struct {
	from  io.Reader
	broke error
}

// Read implements io.Reader.
func (b *bodyReader) Read(p []byte) (int, error) {
	n, err := b.from.Read(p)
	if err != nil && !errors.Is(err, io.EOF) {
		b.broke = err
	}
	return n, err
}
