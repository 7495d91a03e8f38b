package execute

import (
	"context"
	"errors"
	"sync"
	"time"

	"jettison/dockerx"
	"jettison/model"
)

// users are the containers and services of the engine, which steps look up together. No
// engine refuses to delete an image that a container mounts or a service names.
type users struct {
	list     func(ctx context.Context, images *model.Inventory) (*model.Inventory, error) // nil looks nothing up
	base     *model.Inventory                                                             // the images of the plan
	host     string
	blind    bool                     // the plan was made without a list of users, and says so
	patience time.Duration            // how long a list may take
	known    map[model.Target]bool    // containers of the plan
	named    map[model.ServiceID]bool // services of the plan

	mu    sync.Mutex // guards what follows, and is held while they are listed
	until time.Time  // the answer is used
	last  *model.Inventory
	err   error // why there is none
}

// A list of users is used for usersFor, and longer where an engine takes long to make one.
const (
	usersFor   = 250 * time.Millisecond
	usersShare = 10

	// usersPatience is how long a list may take: one container that hangs must not hold a
	// removal up for good.
	usersPatience = 15 * time.Second
)

func newUsers(plan *model.Plan, host string, list func(context.Context, *model.Inventory) (*model.Inventory, error)) *users {
	u := &users{
		list: list, host: host, patience: usersPatience, blind: plan.UnlistedUsers != nil,
		known: map[model.Target]bool{}, named: map[model.ServiceID]bool{},
	}
	var images []*model.Image
	seen := map[model.ImageID]bool{}
	for i := range plan.Steps {
		step := &plan.Steps[i]
		if image := step.Image(); image != nil && !seen[image.ID] {
			seen[image.ID] = true
			images = append(images, image)
		}
		if c := step.Container(); c != nil {
			u.known[c.Target()] = true
		}
		for _, blocker := range step.Blockers {
			for _, thing := range blocker.Things {
				u.known[thing.Target()] = true
			}
			for _, service := range blocker.Services {
				u.named[service.ID] = true
			}
		}
	}
	u.base = model.NewInventory(plan.Engine, plan.Taken, images, nil, nil)
	return u
}

// now returns the users as they were a moment ago; nil where nobody looks. A failure counts as long
// as an answer would, so that an engine that hangs is not waited for at each step.
func (u *users) now(ctx context.Context) (*model.Inventory, error) {
	if u == nil || u.list == nil {
		return nil, nil
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	began := time.Now()
	if began.Before(u.until) {
		return u.last, u.err
	}
	listing, cancel := context.WithTimeout(ctx, u.patience)
	defer cancel()
	u.last, u.err = u.list(listing, u.base)
	if ctx.Err() == nil && !isLost(u.err) || listing.Err() != nil {
		u.until = time.Now().Add(max(usersFor, usersShare*time.Since(began)))
	}
	return u.last, u.err
}

// newOf returns the containers that mount an image and the services that name it, of those
// that the plan does not know.
func (u *users) newOf(inv *model.Inventory, id model.ImageID) (mounting []*model.Container, services []*model.Service) {
	for _, c := range inv.Users(id) {
		if !c.CreatedFrom(id) && !u.known[c.Target()] {
			mounting = append(mounting, c)
		}
	}
	for _, s := range inv.ServicesOf(id) {
		if !u.named[s.ID] {
			services = append(services, s)
		}
	}
	return mounting, services
}

// check returns an error if a container mounts the image of a step or a service names it
// that the plan does not know, or if that can't be looked up. A plan that was made without
// knowing it was confirmed without.
func (u *users) check(ctx context.Context, step *model.Step) error {
	inv, err := u.now(ctx)
	switch {
	case err != nil && u.blind:
		return nil
	case err != nil && ctx.Err() == nil && (!isLost(err) || errors.Is(err, context.DeadlineExceeded)):
		return changedUnlisted(dockerx.ProblemOf(err, u.host))
	case err != nil:
		return err
	case inv == nil:
		return nil
	}
	switch mounting, services := u.newOf(inv, step.Image().ID); {
	case len(mounting) > 0:
		return changedInUse(mounting)
	case len(services) > 0:
		return changedServed(services)
	}
	return nil
}

// since warns of the containers and services that need what a job deleted, if the plan does
// not know them: they came after the look. It returns nil for none.
func (u *users) since(ctx context.Context, deleted []model.ImageID) *model.Warning {
	if u == nil || u.list == nil || len(deleted) == 0 {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, u.patience)
	defer cancel()
	inv, err := u.list(ctx, u.base)
	if err != nil {
		return nil
	}
	warning := &model.Warning{Kind: model.WarnUsedSince}
	for _, id := range deleted {
		image, known := u.base.Image(id)
		if !known {
			continue
		}
		mounting, services := u.newOf(inv, id)
		for _, c := range inv.Users(id) {
			if c.CreatedFrom(id) && !u.known[c.Target()] {
				warning.Uses = append(warning.Uses, model.Use{Image: image, User: c.Called(), Kind: model.BlockerStopped})
			}
		}
		for _, c := range mounting {
			warning.Uses = append(warning.Uses, model.Use{Image: image, User: c.Called(), Kind: model.BlockerMount})
		}
		for _, s := range services {
			warning.Uses = append(warning.Uses, model.Use{Image: image, User: s.Name, Kind: model.BlockerService})
		}
	}
	if len(warning.Uses) == 0 {
		return nil
	}
	return warning
}
