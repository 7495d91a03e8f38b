package transfer

import (
	"context"
	"errors"
	"io"
	"slices"

	"github.com/moby/moby/client"

	"jettison/dockerx"
	"jettison/model"
)

// loadStep is the steps that load images of one backup in one request.
type loadStep struct {
	backup string
	steps  []int
}

// loads groups those of the steps that load images by their backup.
func (r *restorer) loads(steps []int) []loadStep {
	var loads []loadStep
	for _, i := range steps {
		step := &r.plan.Steps[i]
		if step.Way != model.RestoreLoad {
			continue
		}
		at := slices.IndexFunc(loads, func(l loadStep) bool { return l.backup == step.Backup })
		if at < 0 {
			at = len(loads)
			loads = append(loads, loadStep{backup: step.Backup})
		}
		loads[at].steps = append(loads[at].steps, i)
	}
	return loads
}

// load loads images of a backup in one request. If that fails, it tries each half, so that
// one bad image does not lose the others; a single image is pulled instead if a registry
// has it.
func (r *restorer) load(ctx context.Context, l loadStep) {
	err := r.loadTogether(ctx, l)
	if half := len(l.steps) / 2; err != nil && half > 0 && ctx.Err() == nil {
		r.load(ctx, loadStep{l.backup, l.steps[:half]})
		r.load(ctx, loadStep{l.backup, l.steps[half:]})
		return
	}
	for _, step := range l.steps {
		if err != nil {
			r.pullInstead(ctx, step, err)
			continue
		}
		r.finish(ctx, step, r.plan.Steps[step].Image())
	}
}

// loadTogether loads images of a backup in one request. It reports progress for the first
// of the steps only, since they may be many.
func (r *restorer) loadTogether(ctx context.Context, l loadStep) error {
	var targets []model.Target
	for _, step := range l.steps {
		if target := r.plan.Steps[step].Target; !slices.Contains(targets, target) {
			targets = append(targets, target)
		}
		r.tell(step, model.RestoreEvent{State: model.StepRunning, Doing: model.RestoreLoading})
	}
	paced := pace{least: pacedBytes}
	err := r.loadImages(ctx, func(ctx context.Context, to io.Writer) error {
		return r.options.Write(ctx, l.backup, targets, to, func(done, total int64) {
			if paced.due(done) {
				r.tell(l.steps[0], model.RestoreEvent{State: model.StepRunning, Doing: model.RestoreLoading, Done: done, Total: total})
			}
		})
	})
	if err != nil {
		return err
	}
	for _, target := range targets {
		if _, err := inspect(ctx, r.client, target.ID); err != nil {
			return dockerx.ProblemOf(err, r.client.Host())
		}
	}
	return nil
}

// loadImages has the engine load what write writes. It returns an error of write as it is;
// others are *model.Problem.
func (r *restorer) loadImages(ctx context.Context, write func(context.Context, io.Writer) error) error {
	return r.pour(ctx, write, r.postImages)
}

// pour sends what write writes to the engine with post. It returns an error of write as it is;
// others are those of post.
func (r *restorer) pour(ctx context.Context, write func(context.Context, io.Writer) error, post func(context.Context, io.Reader) error) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	body, to := io.Pipe()
	written := make(chan error, 1)
	go func() {
		err := write(ctx, to)
		_ = to.CloseWithError(err) // nil ends the body
		written <- err
	}()
	err := post(ctx, body)
	_ = body.CloseWithError(errors.Join(err, io.ErrClosedPipe)) // in case the engine did not read to the end
	cancel()                                                    // ends a search in the backup
	if failed := <-written; failed != nil && !errors.Is(failed, io.ErrClosedPipe) && !errors.Is(failed, context.Canceled) {
		return failed
	}
	return err
}

func (r *restorer) postImages(ctx context.Context, body io.Reader) error {
	answer, err := r.client.API().ImageLoad(ctx, body, client.ImageLoadWithQuiet(true))
	if err != nil {
		return dockerx.ProblemOf(err, r.client.Host())
	}
	defer answer.Close() //nolint:errcheck // only read
	return readMessages(answer, r.client.Host(), func(message) {})
}
