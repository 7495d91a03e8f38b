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

// together is how many images are saved in a request where that does no harm. What
// images share is sent once a request; a request that goes wrong is of no use. Before
// firstTogether the containerd store need not call an image of several platforms by its ID.
const together, firstTogether = 16, 28

// Saver saves images of one engine.
type Saver struct{ Client *dockerx.Client }

// Together is how many images an engine saves in one request without harm. Docker 25 to
// 29 with a graphdriver store pins the layers that several images of one request share,
// for good; older ones and Podman gather all images before they send the first byte, so
// that nothing could be done meanwhile. The containerd store sends as it reads.
func (Saver) Together(engine model.Engine) int {
	if engine.Store == model.StoreContainerd && engine.MajorVersion() >= firstTogether {
		return together
	}
	return 1
}

// Save has the engine save images in one request, as many as Together allows, and hands
// what it sends to read. An error of read is returned as it is, others are
// *model.Problem.
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

// firstPinning is the first version of Docker that writes OCI layouts, and whose
// graphdriver stores keep for good what a save reads twice. It is so at least up to
// 29.
const firstPinning = 25

// Unsavable are those of some images that can't be saved without harm: Docker 25 to
// 29 with a graphdriver store, when it saves an image that has the same layer twice,
// such as two that are empty, keeps all layers up to the second one on the disk, also
// when the image is removed (TestRemovedImagesComeBack). Errors are *model.Problem.
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

// bodyReader remembers whether it was the engine that broke off.
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
