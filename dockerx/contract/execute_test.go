package contract_test

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/execute"
	"jettison/model"
)

// follow passes each update of a job to tell until the job has ended.
func follow(t *testing.T, job *execute.Job, tell func(model.JobUpdate)) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	for {
		update, err := job.Next(ctx)
		if errors.Is(err, io.EOF) {
			return
		}
		must(t, err)
		tell(update)
	}
}

// outcomes executes a plan and returns the outcome of each step.
func outcomes(t *testing.T, c *dockerx.Client, plan *model.Plan) map[int]model.StepEvent {
	t.Helper()
	final := map[int]model.StepEvent{}
	follow(t, execute.Start(t.Context(), c, plan, execute.Options{}), func(update model.JobUpdate) {
		for _, event := range update.Events {
			if event.State.Ended() {
				final[event.Step] = event
			}
		}
	})
	return final
}

// executeAll executes a plan. The test fails if any step fails.
func executeAll(t *testing.T, c *dockerx.Client, plan *model.Plan) *model.Progress {
	t.Helper()
	progress := model.NewProgress(plan, time.Now())
	follow(t, execute.Start(t.Context(), c, plan, execute.Options{}), func(update model.JobUpdate) {
		progress.Apply(update, time.Now())
	})
	if progress.Problems() > 0 {
		t.Fatalf("%d problems\n%s", progress.Problems(), describePlan(plan, progress))
	}
	return progress
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
