package cli

import (
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"jettison/model"
	"jettison/store"
	"jettison/ui"
)

// guardedJob is a job of the screen that keeps other clean-ups off the engine. It
// does nothing when one is under way. Next is for one goroutine, as is that of the
// job within.
type guardedJob struct {
	ui.Job
	plan  *model.Plan
	what  string
	locks locks

	begun, refused bool
	held           *store.Lock // nil without a lock
}

// Next implements ui.Job.
func (j *guardedJob) Next(ctx context.Context) (model.JobUpdate, error) {
	warning := ""
	if !j.begun {
		j.begun = true
		lock, err := j.locks.acquire(j.plan.Engine, j.what)
		if refused, ok := errors.AsType[*RefusedError](err); ok {
			j.refused = true
			problem := &model.Problem{What: strings.TrimSuffix(refused.What, "."), Advice: refused.Advice}
			return refuseAll(j.plan, model.StepSkipped, "Not tried: another clean-up of this engine is under way.", problem, j.locks.now()), nil
		}
		if err != nil {
			warning = unguarded(err)
		}
		j.held = lock
	}
	if j.refused {
		return model.JobUpdate{}, io.EOF
	}
	update, err := j.Job.Next(ctx)
	if (err != nil || update.State == model.JobEnded) && j.held != nil {
		j.locks.release(j.held)
		j.held = nil
	}
	if update.Warning == "" {
		update.Warning = warning
	}
	return update, err
}

// refuseAll is the end of a job of which no step is tried. why is said of each.
func refuseAll(plan *model.Plan, state model.StepState, why string, problem *model.Problem, now time.Time) model.JobUpdate {
	update := model.JobUpdate{State: model.JobEnded, Problem: problem}
	refusal := &model.Refusal{Text: why}
	if problem != nil {
		refusal.Advice = problem.Advice
	}
	for i := range plan.Steps {
		if plan.Steps[i].Ready {
			update.Events = append(update.Events, model.StepEvent{Step: i, State: state, At: now, Refusal: refusal})
		}
	}
	return update
}
