package execute

import (
	"context"
	"strings"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/inventory"
	"jettison/model"
)

// Options say how a plan is executed. The zero value means the defaults.
type Options struct {
	// Jobs is how many steps run side by side; 0 for DefaultJobs.
	Jobs int
	// Now is the clock that stamps the events; nil for the system's.
	Now func() time.Time
	// StepTimeout bounds one request; 0 for ten minutes. An engine that deletes a large
	// image answers only once it is done.
	StepTimeout time.Duration
	// GiveUp is how long the engine may stay away before the job ends; 0 for five minutes.
	GiveUp time.Duration
	// RetryFirst is the wait before a lost engine is pinged, which doubles each time up to
	// RetryMost; 0 for a quarter of a second and ten seconds.
	RetryFirst, RetryMost time.Duration

	// Feed follows the same engine; nil for none. From it a long job knows what references
	// the images have, instead of inspecting each.
	Feed *inventory.Feed

	references *inventory.ReferenceCache // of Feed; nil for none
	// users lists the containers and services beside images; nil for not at all.
	users   func(ctx context.Context, images *model.Inventory) (*model.Inventory, error)
	content *contentLook
	owners  *nameOwners                                         // nil for no look at events
	records func(ctx context.Context) (*model.Inventory, error) // lists the build cache
}

func (o Options) withDefaults(store model.Store) Options {
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
	// sshJobs stays below the ten unauthenticated logins that an ssh server allows at once
	// by default: each connection is a login.
	sshJobs = 6
)

// DefaultJobs returns how many steps are worth running side by side on a store. Four
// deletions saturate a graphdriver store; twice as many steps keep it saturated while some
// of them still inspect their image. The containerd store collects garbage after each
// removal, once for all that wait for it, and gains up to about 48. Podman locks its store.
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

// Start executes the ready steps of a plan in the background and returns at once.
// When ctx ends, the job stops promptly and says of requests under way that their
// outcome is unknown; Job.Cancel stops it in an orderly way.
func Start(ctx context.Context, client *dockerx.Client, plan *model.Plan, options Options) *Job {
	host := client.Host()
	if options.Jobs <= 0 && strings.HasPrefix(host, "ssh://") {
		options.Jobs = min(DefaultJobs(plan.Engine.Store), sshJobs)
	}
	if options.Feed != nil && usesReferences(plan) {
		options.references = options.Feed.References()
	}
	if plan.Engine.Store != model.StorePodman { // which refuses because of both
		options.users = func(ctx context.Context, images *model.Inventory) (*model.Inventory, error) {
			return inventory.ListUsers(ctx, client, images)
		}
	}
	if plan.Engine.Store != model.StorePodman && takesNames(plan) {
		options.owners = newNameOwners(func(ctx context.Context, opened func(), each func(model.ImageID)) error {
			return inventory.FollowUntags(ctx, client, opened, each)
		})
	}
	options.content = &contentLook{client: client, engine: plan.Engine}
	options.records = func(ctx context.Context) (*model.Inventory, error) {
		return inventory.CacheRecords(ctx, client, plan.Engine)
	}
	return startJob(ctx, client.API(), host, plan, options)
}
