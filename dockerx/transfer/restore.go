package transfer

import (
	"context"

	"golang.org/x/sync/errgroup"

	"jettison/dockerx"
	"jettison/model"
)

// pulls is how many images are pulled side by side. The engine fetches the layers of each
// side by side too.
const pulls = 2

// Restore brings back the images that steps of a plan are about, by their places in the
// plan: it loads them from backups or pulls them by their digests, and gives them their
// names. It returns when all of the steps have ended or ctx has. A step that fails does not
// stop the others.
func Restore(ctx context.Context, client *dockerx.Client, plan *model.RestorePlan, steps []int, options RestoreOptions) {
	r := &restorer{client, plan, options}
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
			group.Go(func() error { r.finish(ctx, i, r.plan.Steps[i].Image()); return nil })
		case model.RestorePull:
			pulling.Go(func() error { r.pull(ctx, i); return nil })
		case model.RestoreNothing, model.RestoreLoad, model.RestoreImpossible:
		}
	}
	_ = group.Wait()   // the events tell
	_ = pulling.Wait() // how the steps went
}
