package dockerx

import (
	"context"
	"errors"
	"net/http"

	"jettison/model"
)

// MayManageSwarm reports whether the engine manages a swarm now, as its answer to a ping
// says. Docker before 23 does not say it there, so that only a request tells; Podman knows
// no swarms.
func (c *Client) MayManageSwarm(ctx context.Context) (bool, error) {
	if c.KnownEngine().Store == model.StorePodman {
		return false, nil
	}
	header, err := c.ping(ctx)
	if err != nil {
		return false, err
	}
	state := header.Get("Swarm")
	return state == "" || state == "active/manager", nil
}

// IsUnavailable reports whether err is an answer of the engine that it does not offer that
// now, as one that manages no swarm answers about services.
func IsUnavailable(err error) bool {
	status, ok := errors.AsType[*statusError](err)
	return ok && status.Code == http.StatusServiceUnavailable
}
