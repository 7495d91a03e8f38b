package dockerx

import (
	"context"
	"strings"
	"time"

	"github.com/moby/moby/client"

	"jettison/model"
)

// remover is the part of the moby client that a removal uses.
type remover interface {
	ImageInspect(ctx context.Context, image string, options ...client.ImageInspectOption) (client.ImageInspectResult, error)
	ImageList(ctx context.Context, options client.ImageListOptions) (client.ImageListResult, error)
	ImageRemove(ctx context.Context, image string, options client.ImageRemoveOptions) (client.ImageRemoveResult, error)
	ContainerInspect(ctx context.Context, container string, options client.ContainerInspectOptions) (client.ContainerInspectResult, error)
	ContainerList(ctx context.Context, options client.ContainerListOptions) (client.ContainerListResult, error)
	ContainerStop(ctx context.Context, container string, options client.ContainerStopOptions) (client.ContainerStopResult, error)
	ContainerRemove(ctx context.Context, container string, options client.ContainerRemoveOptions) (client.ContainerRemoveResult, error)
	Ping(ctx context.Context, options client.PingOptions) (client.PingResult, error)
}

// RemoveOptions say how a plan is carried out. The zero value is good.
type RemoveOptions struct {
	// Jobs is how many steps run side by side; 0 for DefaultJobs.
	Jobs int
	// Now is the clock that stamps the events; nil for the system's.
	Now func() time.Time
	// StepTimeout bounds one request; 0 for ten minutes. An engine that is busy
	// with a large image answers only when it is done.
	StepTimeout time.Duration
	// GiveUp is how long an engine may stay away before the job ends; 0 for five
	// minutes.
	GiveUp time.Duration
	// RetryFirst is the wait before a lost engine is tried again, doubled each
	// time up to RetryMost; 0 for a quarter of a second and ten seconds.
	RetryFirst, RetryMost time.Duration

	// Feed follows the same engine; nil for none. A long removal knows from it
	// what references the images have, instead of asking about each.
	Feed *Feed

	witness *witness // of Feed; nil for none
}

func (o RemoveOptions) withDefaults(store model.Store) RemoveOptions {
	if o.Jobs <= 0 {
		o.Jobs = DefaultJobs(store)
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.StepTimeout <= 0 {
		o.StepTimeout = 10 * time.Minute
	}
	if o.GiveUp <= 0 {
		o.GiveUp = 5 * time.Minute
	}
	if o.RetryFirst <= 0 {
		o.RetryFirst = 250 * time.Millisecond
	}
	if o.RetryMost < o.RetryFirst {
		o.RetryMost = max(10*time.Second, o.RetryFirst)
	}
	return o
}

const (
	graphJobs      = 8
	containerdJobs = 48
	podmanJobs     = 2
	// sshJobs keeps below the ten unauthenticated logins that an ssh server
	// allows at once by default: each connection is a login.
	sshJobs = 6
)

// DefaultJobs is how many removals a store carries out side by side with
// profit. A graphdriver store is saturated by 4 deletions; twice as many steps
// keep it so while some of them still look at their image. The containerd store collects
// garbage after each removal, once for all that wait for it, and gains up to
// about 48. Podman locks its store.
func DefaultJobs(store model.Store) int {
	switch store {
	case model.StoreContainerd:
		return containerdJobs
	case model.StorePodman:
		return podmanJobs
	case model.StoreGraph, model.StoreUnknown:
	}
	return graphJobs
}

// Remove carries out the ready steps of a plan in the background and returns at
// once. When ctx ends, the job stops promptly and says of requests under way
// that their outcome is unknown; Job.Cancel stops it in an orderly way.
func (c *Client) Remove(ctx context.Context, plan *model.Plan, options RemoveOptions) *Job {
	host := c.Host()
	if options.Jobs <= 0 && strings.HasPrefix(host, "ssh://") {
		options.Jobs = min(DefaultJobs(plan.Engine.Store), sshJobs)
	}
	if options.Feed != nil && witnesses(plan) {
		options.witness = options.Feed.witness()
	}
	return startJob(ctx, c.api, host, plan, options)
}
