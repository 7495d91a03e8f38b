package execute

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"jettison/model"
)

// A container that mounts an image, and a service that names one, keep it if they came after
// the plan; what the plan knows does not. Those that come after the look are warned of.
func TestUsersThatThePlanDoesNotKnow(t *testing.T) {
	t.Parallel()
	image := &model.Image{ID: "sha256:aa", Tags: []string{"data:1"}}
	known := &model.Container{ID: "11", Name: "known", Mounts: []string{"data:1"}}
	plan := &model.Plan{Steps: []model.Step{{
		Action: model.ActionRemove, Thing: image, Refs: image.Tags, Ready: true,
		Blockers: []model.Blocker{{Kind: model.BlockerMount, Things: []model.Thing{known}}},
	}}}
	containers, services := []*model.Container{known}, []*model.Service(nil)
	listed := 0
	u := newUsers(plan, "unix:///e.sock", func(_ context.Context, images *model.Inventory) (*model.Inventory, error) {
		listed++
		inv := model.NewInventory(images.Engine, images.Taken, images.Images(), containers, nil)
		return inv.WithServices(services), nil
	})
	step := &plan.Steps[0]
	check := func() *model.Refusal {
		t.Helper()
		changed, ok := errors.AsType[*changedError](u.check(t.Context(), step))
		if !ok {
			return nil
		}
		return changed.refusal
	}
	for range 3 {
		if refusal := check(); refusal != nil {
			t.Errorf("what the plan knows is in the way: %+v", refusal)
		}
	}
	if listed != 1 {
		t.Errorf("listed %d times for three steps", listed)
	}
	deleted := []model.ImageID{image.ID}
	if warning := u.since(t.Context(), deleted); warning != nil {
		t.Errorf("warned of %+v", warning)
	}
	u.until = plan.Taken
	containers = append(containers, &model.Container{ID: "22", Name: "new", Mounts: []string{"data:1"}})
	if refusal := check(); refusal == nil || refusal.Kind != model.RefusalUsed || refusal.Containers[0].Name != "new" {
		t.Errorf("a new mount: %+v", refusal)
	}
	u.until = plan.Taken
	containers, services = containers[:1], []*model.Service{{ID: "s", Name: "shop", Image: "data:1"}}
	if refusal := check(); refusal == nil || refusal.Kind != model.RefusalServed || refusal.Services[0].Name != "shop" {
		t.Errorf("a new service: %+v", refusal)
	}
	containers = append(containers, &model.Container{ID: "33", Name: "late", Image: image.ID})
	warning := u.since(t.Context(), deleted)
	if warning == nil || len(warning.Uses) != 2 || warning.Uses[0].User != "late" || warning.Uses[1].User != "shop" {
		t.Errorf("warned of %+v", warning)
	}
}

// While what uses an image can't be looked up, nobody deletes it, unless the plan was made without
// knowing it. A failure is not asked for again at each step; a lost connection is.
func TestUsersThatCannotBeListed(t *testing.T) {
	t.Parallel()
	image := &model.Image{ID: "sha256:aa", Tags: []string{"data:1"}}
	for name, c := range map[string]struct {
		err    error
		blind  bool
		listed int
		passes bool
		isLost bool
	}{
		"refused":           {err: errors.New("Error response from daemon: disk on fire"), listed: 1},
		"hangs":             {err: context.DeadlineExceeded, listed: 1},
		"lost":              {err: io.ErrUnexpectedEOF, listed: 2, isLost: true},
		"the plan knows it": {err: errors.New("Error response from daemon: disk on fire"), blind: true, listed: 1, passes: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			plan := &model.Plan{Steps: []model.Step{{Action: model.ActionRemove, Thing: image, Refs: image.Tags, Ready: true}}}
			if c.blind {
				plan.UnlistedUsers = &model.UnlistedUsers{Problem: &model.Problem{}}
			}
			listed := 0
			u := newUsers(plan, "unix:///engine.sock", func(ctx context.Context, _ *model.Inventory) (*model.Inventory, error) {
				listed++
				if errors.Is(c.err, context.DeadlineExceeded) {
					<-ctx.Done()
				}
				return nil, c.err
			})
			u.patience = 10 * time.Millisecond
			for range 2 {
				err := u.check(t.Context(), &plan.Steps[0])
				changed, refused := errors.AsType[*changedError](err)
				switch {
				case c.passes && err != nil, c.isLost && (refused || !isLost(err)),
					!c.passes && !c.isLost && (!refused || changed.refusal.Kind != model.RefusalUnlistedUsers || changed.refusal.Problem == nil):
					t.Errorf("the check returned %v", err)
				}
			}
			if listed != c.listed {
				t.Errorf("listed %d times for two steps, not %d", listed, c.listed)
			}
		})
	}
}
