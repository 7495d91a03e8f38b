package transfer

import (
	"context"

	"golang.org/x/sync/errgroup"

	"jettison/model"
)

// pulls is how many images are pulled side by side. The engine fetches the layers of each
// side by side too.
const pulls = 2

// images are loaded from backups or pulled by their digests, and get their names back.
type images struct{}

func (images) restore(ctx context.Context, r *restorer, steps []int) {
	group := new(errgroup.Group)
	group.SetLimit(inspectJobs)
	group.Go(func() error {
		for _, load := range r.loads(steps) {
			r.load(ctx, load)
		}
		return nil
	})
	pulling := new(errgroup.Group)
	pulling.SetLimit(pulls)
	for _, i := range steps {
		switch r.plan.Steps[i].Way {
		case model.RestoreTag:
			group.Go(func() error { r.finish(ctx, i, r.plan.Steps[i].Image(), ""); return nil })
		case model.RestorePull:
			pulling.Go(func() error { r.pull(ctx, i); return nil })
		case model.RestoreNothing, model.RestoreLoad, model.RestoreImpossible:
		}
	}
	_ = group.Wait()   // the events tell
	_ = pulling.Wait() // how the steps went
}
