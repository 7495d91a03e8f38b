package execute

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/moby/moby/client"

	"jettison/model"
)

// removalPolls and removalPause say how often, and after what pause, to look whether a
// container is gone that the engine is already removing, such as one of `docker run --rm`
// that was just stopped.
const (
	removalPolls = 50
	removalPause = 100 * time.Millisecond
)

type containerAPI interface {
	ContainerInspect(ctx context.Context, container string, options client.ContainerInspectOptions) (client.ContainerInspectResult, error)
	ContainerList(ctx context.Context, options client.ContainerListOptions) (client.ContainerListResult, error)
	ContainerStop(ctx context.Context, container string, options client.ContainerStopOptions) (client.ContainerStopResult, error)
	ContainerRemove(ctx context.Context, container string, options client.ContainerRemoveOptions) (client.ContainerRemoveResult, error)
}

// containers are removed; their volumes stay.
type containers struct{}

func (containers) isGone(ctx context.Context, e *executor, step *model.Step) (bool, error) {
	_, err := e.currentContainer(ctx, step.Container().ID)
	return isMissing(err)
}

// execute stops a running container as `docker stop` does, and removes it.
func (containers) execute(ctx context.Context, e *executor, step *model.Step, o *outcome) error {
	now, err := e.currentContainer(ctx, step.Container().ID)
	switch {
	case isMissingOnEngine(err):
		o.gone()
		return nil
	case err != nil:
		return err
	}
	if err := containerAsPlanned(step, now); err != nil {
		return err
	}
	if now.state == model.StateRemoving {
		return e.awaitRemoval(ctx, step, o)
	}
	id := string(step.Container().ID)
	if now.state.Running() {
		err := e.change(ctx, o, func(ctx context.Context) error {
			_, err := e.api.ContainerStop(ctx, id, client.ContainerStopOptions{})
			return err
		})
		if err != nil && !isMissingOnEngine(err) {
			return err
		}
	}
	if written := e.written(ctx, step.Container().ID); written != nil { // else an earlier try may have measured it
		o.written = written
	}
	err = e.change(ctx, o, func(ctx context.Context) error {
		_, err := e.api.ContainerRemove(ctx, id, client.ContainerRemoveOptions{})
		return err
	})
	switch {
	case isMissingOnEngine(err):
		o.gone()
		return nil
	case err != nil && strings.Contains(err.Error(), "already in progress"):
		return e.awaitRemoval(ctx, step, o)
	case err != nil:
		return err
	}
	o.state = model.StepDone
	return nil
}

// written has the engine measure what a container has written. It is nil where the engine
// can't: that is no reason to keep the container.
func (e *executor) written(ctx context.Context, id model.ContainerID) *int64 {
	var size *int64
	err := e.request(ctx, func(ctx context.Context) error {
		answer, err := e.api.ContainerInspect(ctx, string(id), client.ContainerInspectOptions{Size: true})
		size = answer.Container.SizeRw
		return err
	})
	if err != nil || size == nil || *size < 0 {
		return nil
	}
	return size
}

// restore fails: nothing kept what a container had written.
func (containers) restore(ctx context.Context, r *restorer, steps []int) {
	unsupported{}.restore(ctx, r, steps)
}

// containerAsPlanned returns an error if a container is of another image than planned, or
// was started.
func containerAsPlanned(step *model.Step, now containerState) error {
	planned := step.Container()
	if planned.Image != "" && now.image != "" && now.image != planned.Image {
		return changedContainerImage(planned)
	}
	if now.state.Running() && !step.Stop {
		return changedStarted(planned)
	}
	return nil
}

// awaitRemoval waits until a container is gone that the engine is already removing.
func (e *executor) awaitRemoval(ctx context.Context, step *model.Step, o *outcome) error {
	for range removalPolls {
		_, err := e.currentContainer(ctx, step.Container().ID)
		if isMissingOnEngine(err) {
			o.gone()
			return nil
		}
		if err != nil {
			return err
		}
		select {
		case <-time.After(removalPause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return errors.New("removal of the container is in progress, but does not end")
}
