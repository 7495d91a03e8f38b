package execute

import (
	"context"
	"errors"

	"github.com/moby/moby/client"

	"jettison/dockerx"
	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// Tidy takes away what steps gave an engine for a moment and left because the program was
// killed or the engine went away: stand-ins, with the names that these took, and names of
// ours. On graphdriver stores no image goes with these. On the containerd store one does that
// has no other name, as the plan wanted. No step may be under way. Errors are *model.Problem.
func Tidy(ctx context.Context, c *dockerx.Client, engine model.Engine) error {
	if engine.Store == model.StorePodman {
		return nil
	}
	e := newExecutor(c.API(), c.Host(), &model.Plan{Engine: engine}, Options{}.withDefaults(engine.Store))
	list, err := e.api.ImageList(ctx, client.ImageListOptions{})
	if err != nil {
		return dockerx.ProblemOf(err, c.Host())
	}
	var failed error
	for i := range list.Items {
		item := &list.Items[i]
		id := wire.ImageID(item.ID)
		if item.Labels[wire.StandInLabel] != "" {
			left := outcome{attempt: attempt{standIns: []model.ImageID{id}}}
			e.removeStandIns(ctx, &left)
			if len(left.standIns) > 0 {
				failed = errors.Join(failed, errors.New("a stand-in is left: "+id.Short()))
			}
			continue
		}
		for _, tag := range item.RepoTags {
			if !wire.IsHold(tag) {
				continue
			}
			step := &model.Step{Action: model.ActionUntag, Thing: &model.Image{ID: id}, Refs: []string{tag}}
			left := outcome{attempt: attempt{held: tag}}
			if e.tidy(ctx, step, &left); left.held != "" {
				failed = errors.Join(failed, errors.New("a name is left: "+tag))
			}
		}
	}
	if failed != nil {
		return dockerx.ProblemOf(failed, c.Host())
	}
	return nil
}
