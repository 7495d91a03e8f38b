package enginetest

import (
	"context"
	"fmt"
	"time"

	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/mount"
	"github.com/moby/moby/client"
	"golang.org/x/sync/errgroup"

	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/reference"
)

// busyboxPath is where the static busybox is mounted in every container, so that every image
// can run it, even one without files.
const busyboxPath = "/busybox"

// run creates a container of the world and brings it into its state.
func (e *Engine) run(ctx context.Context, c *modeltest.Container) (string, error) {
	created, err := e.client.ContainerCreate(ctx, client.ContainerCreateOptions{
		Name: c.Name, Config: &container.Config{
			Image: e.createdFrom(c), Cmd: command(c), Labels: c.Labels,
			StopSignal: "SIGKILL", // as PID 1, sleep ignores other signals
		},
		HostConfig: &container.HostConfig{
			NetworkMode: "none", Binds: append(volumeBinds(c), e.binaries.busybox+":"+busyboxPath+":ro"), Mounts: imageMounts(c),
		},
	})
	if err != nil || c.State == model.StateCreated {
		return created.ID, err
	}
	if _, err := e.client.ContainerStart(ctx, created.ID, client.ContainerStartOptions{}); err != nil {
		return "", err
	}
	switch c.State {
	case model.StateRunning:
	case model.StatePaused:
		_, err = e.client.ContainerPause(ctx, created.ID, client.ContainerPauseOptions{})
	case model.StateExited:
		err = e.waitForExit(ctx, created.ID)
	default:
		err = fmt.Errorf("a real engine can't be made to hold a container that is %s", c.State)
	}
	return created.ID, err
}

// command is what a container runs: it writes what the world says and stays or ends.
func command(c *modeltest.Container) []string {
	last := busyboxPath + " sleep 1d"
	switch {
	case c.State == model.StateExited:
		last = fmt.Sprintf("exit %d", c.ExitCode)
	case c.SizeRw == 0:
		return []string{busyboxPath, "sleep", "1d"} // the shell would need time to start it
	}
	if c.SizeRw > 0 {
		last = fmt.Sprintf("%s dd if=/dev/urandom of=/written bs=%d count=1 2>&1 && %s", busyboxPath, c.SizeRw, last)
	}
	return []string{busyboxPath, "sh", "-c", last}
}

// runAll creates containers concurrently, because engines mostly wait while they start one.
func (e *Engine) runAll(ctx context.Context, containers []*modeltest.Container) error {
	ids := make([]string, len(containers))
	group, ctx := errgroup.WithContext(ctx)
	for i, c := range containers {
		group.Go(func() (err error) {
			if ids[i], err = e.run(ctx, c); err != nil {
				return fmt.Errorf("container %s: %w", c.Name, err)
			}
			return nil
		})
	}
	err := group.Wait()
	for i, c := range containers {
		e.containers[c.ID] = ids[i]
	}
	return err
}

// createdFrom returns the image reference to create a container from: the tag, or the engine's
// ID if the world uses an ID.
func (e *Engine) createdFrom(c *modeltest.Container) string {
	if id, ok := e.images[c.Image]; ok && !isTag(c.ImageRef) {
		return id
	}
	return c.ImageRef
}

func isTag(ref string) bool {
	_, tag := reference.Split(ref)
	return tag != ""
}

func volumeBinds(c *modeltest.Container) []string {
	var binds []string
	for _, name := range c.Volumes {
		binds = append(binds, name+":/volumes/"+name)
	}
	return binds
}

func imageMounts(c *modeltest.Container) []mount.Mount {
	var mounts []mount.Mount
	for i, name := range c.Mounts {
		mounts = append(mounts, mount.Mount{Type: mount.TypeImage, Source: name, Target: fmt.Sprintf("/images/%d", i)})
	}
	return mounts
}

// waitForExit waits until the container has exited and the list says so too, which on some
// engines takes a moment longer.
func (e *Engine) waitForExit(ctx context.Context, id string) error {
	wait := e.client.ContainerWait(ctx, id, client.ContainerWaitOptions{Condition: container.WaitConditionNotRunning})
	select {
	case err := <-wait.Error:
		return err
	case <-wait.Result:
	}
	exited := client.ContainerListOptions{All: true, Filters: client.Filters{}.Add("id", id).Add("status", "exited")}
	for {
		list, err := e.client.ContainerList(ctx, exited)
		if err != nil || len(list.Items) > 0 {
			return err
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pollEvery):
		}
	}
}

func (e *Engine) removeContainers(ctx context.Context) error {
	list, err := e.client.ContainerList(ctx, client.ContainerListOptions{All: true})
	if err != nil {
		return err
	}
	group, ctx := errgroup.WithContext(ctx)
	for _, c := range list.Items {
		group.Go(func() error {
			_, err := e.client.ContainerRemove(ctx, c.ID, client.ContainerRemoveOptions{Force: true, RemoveVolumes: true})
			return err
		})
	}
	return group.Wait()
}
