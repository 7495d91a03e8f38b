package transfer

import (
	"context"
	"errors"
	"io"
	"slices"

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
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = string(id)
	}
	answer, err := s.Client.API().ImageSave(ctx, names)
	if err != nil {
		return dockerx.ProblemOf(err, s.Client.Host())
	}
	defer answer.Close() //nolint:errcheck // only read
	body := &bodyReader{from: answer}
	err = read(body)
	if body.broke != nil && err != nil {
		return dockerx.ProblemOf(errors.Join(body.broke, ctx.Err()), s.Client.Host())
	}
	return err
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
