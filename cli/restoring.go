package cli

import (
	"context"
	"errors"
	"io"
	"strings"
	"sync"

	"jettison/model"
)

// restoringJob is a restoration of the screen.
type restoringJob struct {
	cancel context.CancelFunc
	wake   chan struct{}
	done   chan struct{} // closed when all has ended

	mu     sync.Mutex // guards what follows
	news   model.RestoreUpdate
	places map[int]int // of the steps in the news
	told   bool        // that it ended
}

// newRestoringJob begins one at once. run returns when it has ended.
func newRestoringJob(ctx context.Context, run func(ctx context.Context, j *restoringJob)) *restoringJob {
	ctx, cancel := context.WithCancel(ctx)
	j := &restoringJob{cancel: cancel, wake: make(chan struct{}, 1), done: make(chan struct{}), places: map[int]int{}}
	go func() {
		defer close(j.done)
		defer cancel()
		run(ctx, j)
	}()
	return j
}

// Next implements ui.RestoreJob.
func (j *restoringJob) Next(ctx context.Context) (model.RestoreUpdate, error) {
	select {
	case <-ctx.Done():
		return model.RestoreUpdate{}, ctx.Err()
	case <-j.wake:
	case <-j.done:
	}
	ended := false
	select {
	case <-j.done:
		ended = true
	default:
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.told {
		return model.RestoreUpdate{}, io.EOF
	}
	news := j.news
	news.Ended, j.told = ended, ended
	j.news = model.RestoreUpdate{}
	clear(j.places)
	return news, nil
}

// Cancel implements ui.RestoreJob.
func (j *restoringJob) Cancel() { j.cancel() }

// tell adds an event to the news; of one step the newest counts.
func (j *restoringJob) tell(event model.RestoreEvent) {
	j.add(func() {
		if place, known := j.places[event.Step]; known {
			j.news.Events[place] = event
			return
		}
		j.places[event.Step] = len(j.news.Events)
		j.news.Events = append(j.news.Events, event)
	})
}

// warn tells something other than of a step.
func (j *restoringJob) warn(words string) { j.add(func() { j.news.Warning = words }) }

func (j *restoringJob) warnJournal(err error) {
	j.warn("The journal does not know all of it: " + model.Clean(err.Error()))
}

// refuse tells that nothing of a plan is tried, and why.
func (j *restoringJob) refuse(plan *model.RestorePlan, why string, problem *model.Problem) {
	for i := range plan.Steps {
		if plan.Steps[i].Doable() {
			j.tell(model.RestoreEvent{Step: i, State: model.StepSkipped, Why: why})
		}
	}
	j.add(func() { j.news.Problem = problem })
}

func (j *restoringJob) add(change func()) {
	j.mu.Lock()
	change()
	j.mu.Unlock()
	select {
	case j.wake <- struct{}{}:
	default:
	}
}

// guardedRestore keeps clean-ups off the engine, which could take away what comes.
type guardedRestore struct {
	locks   *locks // nil for the demo, whose engine is nobody else's
	removal string
	plan    *model.RestorePlan
}

// run runs what brings it back, unless a clean-up is under way.
func (g *guardedRestore) run(j *restoringJob, bringBack func()) {
	if g.locks == nil {
		bringBack()
		return
	}
	lock, err := g.locks.acquire(g.plan.Engine, "restore "+g.removal)
	if refused, ok := errors.AsType[*RefusedError](err); ok {
		problem := &model.Problem{What: strings.TrimSuffix(refused.What, "."), Advice: refused.Advice}
		j.refuse(g.plan, "Not tried: a clean-up of this engine is under way.", problem)
		return
	}
	if err != nil {
		j.warn(unguarded(err))
	} else {
		defer g.locks.release(lock)
	}
	bringBack()
}
