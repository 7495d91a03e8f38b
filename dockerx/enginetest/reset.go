package enginetest

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"github.com/moby/moby/client"
)

// reset removes everything that a test left on a real engine.
func (e *Engine) reset(t testing.TB) {
	t.Helper()
	ctx := t.Context()
	err := e.removeContainers(ctx)
	if err == nil {
		err = e.removeImages(ctx)
	}
	if err == nil {
		err = e.removeVolumes(ctx)
	}
	if err != nil {
		t.Fatalf("%s: clean up after the test before: %v", e.Flavor, err)
	}
}

// removeImages removes all images. Parents can be removed only after their children, so it
// repeats until none is left.
func (e *Engine) removeImages(ctx context.Context) error {
	var refused error
	for left := -1; ; {
		list, err := e.client.ImageList(ctx, client.ImageListOptions{All: true})
		if err != nil || len(list.Items) == 0 {
			return err
		}
		if len(list.Items) == left {
			return fmt.Errorf("%d images can't be removed: %w", left, refused)
		}
		left, refused = len(list.Items), nil
		for _, image := range list.Items {
			_, err := e.client.ImageRemove(ctx, image.ID, client.ImageRemoveOptions{Force: true, PruneChildren: true})
			refused = errors.Join(refused, err)
		}
	}
}

func (e *Engine) removeVolumes(ctx context.Context) error {
	list, err := e.client.VolumeList(ctx, client.VolumeListOptions{})
	if err != nil {
		return err
	}
	for _, volume := range list.Items {
		if _, err := e.client.VolumeRemove(ctx, volume.Name, client.VolumeRemoveOptions{Force: true}); err != nil {
			return err
		}
	}
	return nil
}
