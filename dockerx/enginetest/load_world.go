package enginetest

import (
	"context"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/moby/moby/client"

	"jettison/model"
	"jettison/model/modeltest"
)

// ImageID returns the engine's ID of an image of the world.
func (e *Engine) ImageID(image *modeltest.Image) string {
	if e.Sim != nil {
		return string(image.ID)
	}
	return e.images[image.ID]
}

// ContainerID returns the engine's ID of a container of the world.
func (e *Engine) ContainerID(c *modeltest.Container) string {
	if e.Sim != nil {
		return string(c.ID)
	}
	return e.containers[c.ID]
}

// loadWorld fills a real engine with the world as far as possible. Containers, tags and
// classic builds get today's date; the build cache and digest references, except those of a
// Registry, are left out.
func (e *Engine) loadWorld(t testing.TB, world *modeltest.World) {
	t.Helper()
	e.images, e.containers = map[model.ImageID]string{}, map[model.ContainerID]string{}
	ctx := t.Context()
	if err := e.loadImages(ctx, world); err != nil {
		t.Fatalf("%s: load images: %v", e.Flavor, err)
	}
	for _, image := range world.Images {
		if image.Parent == "" {
			continue
		}
		id, err := e.build(ctx, image)
		if err == nil {
			e.images[image.ID], err = e.fullID(ctx, id)
		}
		if err != nil {
			t.Fatalf("%s: build image: %v", e.Flavor, err)
		}
	}
	if err := e.runAll(ctx, world.Containers); err != nil {
		t.Fatalf("%s: %v", e.Flavor, err)
	}
	inventory, err := e.inventory(ctx)
	if err != nil {
		t.Fatalf("%s: %v", e.Flavor, err)
	}
	e.loaded = loadedWorld{world: describe(world), inventory: inventory}
}

func (e *Engine) fullID(ctx context.Context, ref string) (string, error) {
	image, err := e.client.ImageInspect(ctx, ref)
	return prefixed(image.ID), err
}

// prefixed returns an image ID with its algorithm, which Podman leaves out.
func prefixed(id string) string {
	if id == "" || strings.Contains(id, ":") {
		return id
	}
	return "sha256:" + id
}

// loadImages loads the images that are not classic builds, or pulls those that come from a
// registry. Podman loads those too.
func (e *Engine) loadImages(ctx context.Context, world *modeltest.World) error {
	made := newArchive()
	for _, image := range world.Images {
		if image.Parent != "" {
			continue
		}
		add := made.add
		if len(image.Platforms) > 0 {
			add = func(image *modeltest.Image) error { return e.loadIndex(ctx, made, image) }
		} else if pulled(image) && e.Store != model.StorePodman {
			add = func(image *modeltest.Image) error { return e.pull(ctx, made, image) }
		}
		if err := add(image); err != nil {
			return err
		}
	}
	if len(made.images) > 0 {
		if err := e.loadArchive(ctx, made); err != nil {
			return err
		}
	}
	if e.Store != model.StoreContainerd {
		e.images = made.ids
		return nil
	}
	return e.findLoaded(ctx, world)
}

func (e *Engine) loadArchive(ctx context.Context, made *archive) error {
	reader, writer := io.Pipe()
	go func() { writer.CloseWithError(made.write(writer)) }()
	return e.load(ctx, reader)
}

// load has the engine load an archive.
func (e *Engine) load(ctx context.Context, text io.Reader) error {
	result, err := e.client.ImageLoad(ctx, text, client.ImageLoadWithQuiet(true))
	if err != nil {
		return err
	}
	defer result.Close() //nolint:errcheck // only read
	answer, err := io.ReadAll(result)
	if err != nil {
		return err
	}
	if strings.Contains(string(answer), `"error"`) {
		return fmt.Errorf("%s", answer)
	}
	return nil
}

// findLoaded finds the IDs of the images in the containerd store, which are digests of
// manifests that it generates.
func (e *Engine) findLoaded(ctx context.Context, world *modeltest.World) error {
	list, err := e.client.ImageList(ctx, client.ImageListOptions{All: true})
	if err != nil {
		return err
	}
	for _, item := range list.Items {
		image, err := e.client.ImageInspect(ctx, item.ID)
		if err != nil {
			return err
		}
		e.images[model.ImageID(image.Author)] = item.ID
	}
	for _, image := range world.Images {
		if image.Parent == "" && e.images[image.ID] == "" {
			return fmt.Errorf("image %s %v is not there after loading", image.ID.Short(), image.Tags)
		}
	}
	return nil
}
