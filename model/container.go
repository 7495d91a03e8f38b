package model

import (
	"time"

	"jettison/model/size"
)

// ContainerState is the state of a container in the engine's words.
type ContainerState string

// The states that the Engine API knows, and Podman's own words for two of them.
const (
	StateCreated    ContainerState = "created"
	StateRunning    ContainerState = "running"
	StatePaused     ContainerState = "paused"
	StateRestarting ContainerState = "restarting"
	StateRemoving   ContainerState = "removing"
	StateExited     ContainerState = "exited"
	StateDead       ContainerState = "dead"
	StateStorage    ContainerState = "storage" // External
)

// Running reports whether processes of the container live, so that an engine
// refuses to delete its image even by force.
func (s ContainerState) Running() bool {
	return s == StateRunning || s == StatePaused || s == StateRestarting
}

// Container is one container. Like images, containers are never changed.
type Container struct {
	ID       ContainerID
	Name     string // without the leading slash
	Image    ImageID
	ImageRef string // what it was created from, as written
	// Manifest is the digest of the manifest of Image that it was created from; empty where
	// the engine does not tell.
	Manifest string
	State    ContainerState
	Status   string // the engine's sentence, such as "Exited (0) 2 weeks ago"
	Created  time.Time
	// Since is when the state began; zero until it is known.
	Since time.Time
	// Size is the bytes of the writable layer, or Unknown.
	Size int64
	// External is true of a container that Buildah made for a build. Podman lists it apart
	// (`podman ps -a --external`), and only its own command or force removes it.
	External bool
	// Mounts are the images that it mounts, as written.
	Mounts []string
	// Volumes are the names of the volumes that it mounts.
	Volumes []string
	Labels  map[string]string
	// ExitCode is that of its last run; nil while it runs, before it ever ran, and where the
	// engine does not tell.
	ExitCode *int
	// AutoRemove is true of a container that the engine removes once it stops
	// (`docker run --rm`). It is not known unless Inspected is true.
	AutoRemove, Inspected bool
}

// frees returns the bytes that removing the container gives back: those of its writable
// layer. A running one goes on writing until it is stopped.
func (c *Container) frees() size.Range {
	if c.Size < 0 {
		return size.Unknown()
	}
	return size.Range{Min: c.Size, Max: c.Size, About: c.State.Running()}
}
