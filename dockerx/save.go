package dockerx

import (
	"context"
	"errors"
	"io"
	"slices"

	"jettison/model"
)

// Save has the engine save one image and hands what it sends to read. It is one
// image at a time on purpose: Docker 26 to 29 with a graphdriver store pin the layers
// that several images of one request share, for good. An error of read is returned as
// it is, others are *model.Problem.
func (c *Client) Save(ctx context.Context, id model.ImageID, read func(io.Reader) error) error {
	answer, err := c.api.ImageSave(ctx, []string{string(id)})
	if err != nil {
		return problemOf(err, c.Host())
	}
	defer answer.Close() //nolint:errcheck // only read
	body := &bodyReader{from: answer}
	err = read(body)
	if body.broke != nil && err != nil {
		return problemOf(errors.Join(body.broke, ctx.Err()), c.Host())
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
func (c *Client) Unsavable(ctx context.Context, engine model.Engine, images []*model.Image) ([]*model.Image, error) {
	if engine.Store != model.StoreGraph || majorVersion(engine) < firstPinning {
		return nil, nil
	}
	twice := map[model.ImageID]bool{}
	look := func(ctx context.Context, image *model.Image) (*inspection, error) {
		return c.inspect(ctx, string(image.ID))
	}
	err := fanOut(ctx, inspectJobs, slices.Values(images), look, func(found *inspection) {
		layers := slices.Clone(found.RootFS.Layers)
		slices.Sort(layers)
		twice[imageID(found.ID)] = len(slices.Compact(layers)) < len(found.RootFS.Layers)
	})
	if err != nil {
		return nil, problemOf(err, c.Host())
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
