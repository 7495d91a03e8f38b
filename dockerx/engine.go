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

// Info is what an engine tells of itself.
type Info struct {
	Engine model.Engine
	// Images is how many images it counts, model.Unknown if it did not tell. It answers with
	// that long before it has listed them, but counts in its own way: graphdriver stores count
	// the hidden ones too, the containerd store counts names.
	Images int64
}

// Engine asks the engine for its version, storage driver and identity. Errors are
// *model.Problem.
func (c *Client) Engine(ctx context.Context) (model.Engine, error) {
	info, err := c.Info(ctx)
	return info.Engine, err
}

// Info asks the engine about itself. Errors are *model.Problem; what the negotiation told is
// there nevertheless.
func (c *Client) Info(ctx context.Context) (Info, error) {
	var answer engineAnswer
	known := Info{Engine: c.KnownEngine(), Images: model.Unknown}
	if err := c.GetJSON(ctx, "/info", nil, &answer); err != nil {
		return known, ProblemOf(err, c.endpoint.Host)
	}
	if answer.Images != nil && *answer.Images >= 0 {
		known.Images = *answer.Images
	}
	known.Engine = answer.complete(known.Engine)
	return known, nil
}

// engineAnswer is what is read of the answer to /info.
type engineAnswer struct {
	ServerVersion string
	Driver        string
	DriverStatus  [][]string
	ID            string
	Name          string
	DockerRootDir string
	Images        *int64
}

// complete adds the answer to what the negotiation told.
func (info *engineAnswer) complete(engine model.Engine) model.Engine {
	if info.ServerVersion != "" {
		engine.Version = model.Clean(info.ServerVersion)
	}
	engine.Driver = model.Clean(info.Driver)
	engine.Machine, engine.Root = model.Clean(info.Name), model.Clean(info.DockerRootDir)
	if engine.Store == model.StorePodman {
		return engine // its ID differs at each request
	}
	engine.ID = model.Clean(info.ID)
	engine.Store = model.StoreGraph
	for _, line := range info.DriverStatus {
		if len(line) == 2 && line[0] == "driver-type" && line[1] == snapshotterDriver {
			engine.Store = model.StoreContainerd
		}
	}
	return engine
}
