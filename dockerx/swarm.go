package dockerx

import (
	"context"
	"errors"
	"net/http"

	"jettison/model"
)

// SwarmState is the place of an engine in a swarm, as its answer to a ping says: a state of the
// node, and "/manager" or "/worker" where it is active.
type SwarmState string

// MayHaveServices reports whether the engine may know services. Docker before 23 does not say
// its state, so that only a request tells. A node that is locked, pending or in error may be a
// manager.
func (s SwarmState) MayHaveServices() bool {
	switch s {
	case "inactive", "active/worker":
		return false
	}
	return true
}

// Said reports whether the engine said its state.
func (s SwarmState) Said() bool { return s != "" }

// SwarmState returns the engine's place in a swarm now. Podman knows no swarms.
func (c *Client) SwarmState(ctx context.Context) (SwarmState, error) {
	if c.KnownEngine().Store == model.StorePodman {
		return "inactive", nil
	}
	header, err := c.ping(ctx)
	if err != nil {
		return "", err
	}
	return SwarmState(model.Clean(header.Get("Swarm"))), nil
}

// IsUnavailable reports whether err is an answer of the engine that it does not offer that
// now, as one that manages no swarm answers about services.
func IsUnavailable(err error) bool {
	status, ok := errors.AsType[*statusError](err)
	return ok && status.Code == http.StatusServiceUnavailable
}
