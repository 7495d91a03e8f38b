package enginetest

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	"jettison/model"
	"jettison/model/modeltest"
)

// Open starts a real engine outside of tests, with the images of a world that are not classic
// builds. Close stops it.
func Open(ctx context.Context, f Flavor, world *modeltest.World) (*Engine, error) {
	if !f.Real() {
		return nil, fmt.Errorf("%s is no engine of its own", f)
	}
	found, err := findBinaries(f)
	if err != nil {
		return nil, err
	}
	e, err := boot(f, found, false)
	if err != nil {
		return nil, err
	}
	e.images, e.containers = map[model.ImageID]string{}, map[model.ContainerID]string{}
	if err := e.loadImages(ctx, world); err != nil {
		return nil, fmt.Errorf("%s: load images: %w", f, errors.Join(err, e.stop()))
	}
	return e, nil
}

// Close stops an engine that Open started and removes its data.
func (e *Engine) Close() error { return e.stop() }

// Keep saves the engine's present data for Rewind. It restarts the engine.
func (e *Engine) Keep(ctx context.Context) error {
	return e.exchange(ctx, filepath.Join(e.dir, "data"), filepath.Join(e.dir, "kept"))
}

// Rewind restarts the engine with the data that Keep saved.
func (e *Engine) Rewind(ctx context.Context) error {
	return e.exchange(ctx, filepath.Join(e.dir, "kept"), filepath.Join(e.dir, "data"))
}

// exchange replaces to with a copy of from while the engine is halted. It uses cp, which
// preserves everything that a storage driver puts into its folders.
func (e *Engine) exchange(ctx context.Context, from, to string) error {
	if err := e.halt(); err != nil {
		return err
	}
	if err := os.RemoveAll(to); err != nil {
		return err
	}
	if out, err := exec.CommandContext(ctx, "cp", "-a", from, to).CombinedOutput(); err != nil {
		return fmt.Errorf("copy the engine's data: %w: %s", err, out)
	}
	return e.launch()
}
