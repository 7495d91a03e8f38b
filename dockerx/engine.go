package dockerx

import (
	"context"
	"strings"

	"jettison/model"
)

const (
	productDocker = "Docker"
	productPodman = "Podman"
	// snapshotterDriver is the driver type that dockerd reports for the containerd image
	// store.
	snapshotterDriver = "io.containerd.snapshotter.v1"
)

// KnownEngine returns what the negotiation told about the engine: everything but the
// storage driver and what identifies the engine. Its store is known only for Podman.
func (c *Client) KnownEngine() model.Engine {
	engine := model.Engine{
		Name:       model.Clean(c.name),
		Host:       c.endpoint.Host,
		Product:    productDocker,
		APIVersion: c.version,
	}
	name, rest, _ := strings.Cut(c.server, "/")
	engine.Version, _, _ = strings.Cut(rest, " ")
	if name == "Libpod" {
		engine.Product, engine.Store = productPodman, model.StorePodman
	}
	return engine
}

// Engine asks the engine for its version, storage driver and identity. Errors are
// *model.Problem.
func (c *Client) Engine(ctx context.Context) (model.Engine, error) {
	var info struct {
		ServerVersion string
		Driver        string
		DriverStatus  [][]string
		ID            string
		Name          string
		DockerRootDir string
	}
	engine := c.KnownEngine()
	if err := c.GetJSON(ctx, "/info", nil, &info); err != nil {
		return engine, ProblemOf(err, c.endpoint.Host)
	}
	if info.ServerVersion != "" {
		engine.Version = model.Clean(info.ServerVersion)
	}
	engine.Driver = model.Clean(info.Driver)
	engine.Machine, engine.Root = model.Clean(info.Name), model.Clean(info.DockerRootDir)
	if engine.Store == model.StorePodman {
		return engine, nil // its ID differs at each request
	}
	engine.ID = model.Clean(info.ID)
	engine.Store = model.StoreGraph
	for _, line := range info.DriverStatus {
		if len(line) == 2 && line[0] == "driver-type" && line[1] == snapshotterDriver {
			engine.Store = model.StoreContainerd
		}
	}
	return engine, nil
}
