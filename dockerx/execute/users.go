package execute

import (
	"context"
	"sync"
	"time"

	"jettison/model"
)

// users are the containers and services of the engine, which steps look up together. No
// engine refuses to delete an image that a container mounts or a service names.
type users struct {
	list  func(ctx context.Context, images *model.Inventory) (*model.Inventory, error) // nil looks nothing up
	base  *model.Inventory                                                             // the images of the plan
	known map[model.Target]bool                                                        // containers of the plan
	named map[model.ServiceID]bool                                                     // services of the plan

	mu    sync.Mutex // guards what follows, and is held while they are listed
	until time.Time  // the answer is used
	last  *model.Inventory
}

// A list of users is used for usersFor, and longer where an engine takes long to make one.
const (
	usersFor   = 250 * time.Millisecond
	usersShare = 10

	// usersPatience is how long a list may take: one container that hangs must not keep a
	// removal from going on.
	usersPatience = 15 * time.Second
)

func newUsers(plan *model.Plan, list func(context.Context, *model.Inventory) (*model.Inventory, error)) *users {
	u := &users{list: list, known: map[model.Target]bool{}, named: map[model.ServiceID]bool{}}
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

// now returns the users as they were a moment ago, or when they could last be listed. It is
// nil if they never could.
func (u *users) now(ctx context.Context) *model.Inventory {
	if u == nil || u.list == nil {
		return nil
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	began := time.Now()
	if began.Before(u.until) {
		return u.last
	}
	ctx, cancel := context.WithTimeout(ctx, usersPatience)
	defer cancel()
	if listed, err := u.list(ctx, u.base); err == nil {
		u.last = listed // else the last answer counts, and the engine's own checks are left
	}
	u.until = time.Now().Add(max(usersFor, usersShare*time.Since(began)))
	return u.last
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
// that the plan does not know.
func (u *users) check(ctx context.Context, step *model.Step) error {
	inv := u.now(ctx)
	if inv == nil {
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
	ctx, cancel := context.WithTimeout(ctx, usersPatience)
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
