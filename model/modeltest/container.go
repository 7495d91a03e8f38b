package modeltest

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"jettison/model"
)

// Container is one container of a world.
type Container struct {
	ID       model.ContainerID
	Name     string // without the leading slash
	Image    model.ImageID
	ImageRef string // what it was created from, as written
	Cmd      []string
	State    model.ContainerState
	ExitCode int
	Created  time.Time
	Started  time.Time // zero when it never ran
	Finished time.Time // zero when it never ended
	SizeRw   int64     // bytes of the writable layer
	Labels   map[string]string
	Volumes  []string // names
	Mounts   []string // images that it mounts, as written
	External bool     // of a build by Buildah, which Podman lists apart
	// AutoRemove is true of one that the engine removes once it stops (`docker run --rm`).
	AutoRemove bool
}

// Volume is one volume of a world; its users are the containers that name it.
type Volume struct {
	Name    string
	Created time.Time
	Size    int64 // bytes
	Labels  map[string]string
	Driver  string            // "local" when it is empty
	Options map[string]string // of the driver; an engine does not measure a volume that has some
}

// Measured reports whether disk usage tells the size of the volume.
func (v *Volume) Measured() bool { return v.DriverName() == "local" && len(v.Options) == 0 }

// DriverName is the driver of the volume.
func (v *Volume) DriverName() string { return cmp.Or(v.Driver, "local") }

// Mountpoint is the folder of the volume on the engine's host.
func (v *Volume) Mountpoint() string { return "/var/lib/docker/volumes/" + v.Name + "/_data" }

// Since is when the container came into its state.
func (c *Container) Since() time.Time {
	switch {
	case c.State.Running():
		return c.Started
	case c.State == model.StateCreated:
		return c.Created
	}
	return c.Finished
}

// ended is the exit code of a container that ended.
func (c *Container) ended() *int {
	if c.State != model.StateExited && c.State != model.StateDead || c.Finished.IsZero() {
		return nil
	}
	code := c.ExitCode
	return &code
}

// Status is the engine's sentence about the state, such as "Up 3 hours" or
// "Exited (0) 2 weeks ago" (moby, container/state.go).
func (c *Container) Status(now time.Time) string {
	switch c.State {
	case model.StateRunning:
		return "Up " + howLong(now.Sub(c.Started))
	case model.StatePaused:
		return "Up " + howLong(now.Sub(c.Started)) + " (Paused)"
	case model.StateRestarting:
		return fmt.Sprintf("Restarting (%d) %s ago", c.ExitCode, howLong(now.Sub(c.Finished)))
	case model.StateRemoving:
		return "Removal In Progress"
	case model.StateDead:
		return "Dead"
	case model.StateCreated:
		return "Created"
	case model.StateExited, model.StateStorage:
	}
	return fmt.Sprintf("Exited (%d) %s ago", c.ExitCode, howLong(now.Sub(c.Finished)))
}

// Start describes how a container is made from an image.
type Start struct {
	Image    *Image
	Name     string // empty: a made-up one
	Ref      string // what it is created from; empty: the image's first tag or ID
	State    model.ContainerState
	ExitCode int
	Created  time.Duration // how long ago it was created
	Since    time.Duration // how long ago it came into its state
	SizeRw   int64
	Labels   map[string]string
	Volumes  []string
	Mounts   []string // images
	External bool
	// AutoRemove is true of one that the engine removes once it stops.
	AutoRemove bool
}

// Run adds a container to the world.
func (w *World) Run(start Start) *Container {
	id := w.hexID()
	c := &Container{
		ID: model.ContainerID(id), Name: start.Name, Image: start.Image.ID, ImageRef: start.Ref,
		Cmd: start.Image.Cmd, State: start.State, ExitCode: start.ExitCode,
		Created: w.Now.Add(-max(start.Created, start.Since)), SizeRw: start.SizeRw,
		Labels: start.Labels, Volumes: start.Volumes, Mounts: start.Mounts, External: start.External, AutoRemove: start.AutoRemove,
	}
	if c.State == "" {
		c.State = model.StateRunning
	}
	if c.Name == "" {
		c.Name = w.containerName()
	}
	if c.ImageRef == "" {
		c.ImageRef = imageRef(start.Image)
	}
	since := w.Now.Add(-start.Since)
	switch {
	case c.State.Running():
		c.Started = since
	case c.State != model.StateCreated:
		c.Started = c.Created
		c.Finished = since
	}
	w.Containers = append(w.Containers, c)
	return c
}

func imageRef(image *Image) string {
	if len(image.Tags) > 0 {
		return image.Tags[0]
	}
	return image.ID.Short()
}

// Command is the container's command line.
func (c *Container) Command() string { return strings.Join(c.Cmd, " ") }
