package ui_test

import (
	"context"
	"io"
	"strings"
	"testing"
	"time"

	"jettison/keymap"
	"jettison/model"
	"jettison/ui"
)

// refusing is an engine on which nothing may be removed now.
type refusing struct{ ui.Session }

func (refusing) Remove(_ context.Context, plan *model.Plan, _ ui.Removal) ui.Job {
	update := allSteps(plan, model.StepEvent{State: model.StepSkipped, Refusal: &model.Refusal{Kind: model.RefusalBusy}})
	update.Problem = &model.Problem{Reason: model.ReasonBusy, Text: "policy nightly", Process: 7, Runs: time.Minute}
	return &onceJob{update: update}
}

// allSteps is the end of a removal whose steps all ended in one way.
func allSteps(plan *model.Plan, event model.StepEvent) model.JobUpdate {
	update := model.JobUpdate{State: model.JobEnded}
	for i := range plan.Steps {
		if plan.Steps[i].Ready {
			event.Step = i
			update.Events = append(update.Events, event)
		}
	}
	return update
}

// cancelling is an engine on which each removal is cancelled.
type cancelling struct{ ui.Session }

func (cancelling) Remove(_ context.Context, plan *model.Plan, _ ui.Removal) ui.Job {
	return &onceJob{update: allSteps(plan, model.StepEvent{State: model.StepCanceled})}
}

// twoImages opens an engine of two images, with a session that is wrapped.
func twoImages(t *testing.T, wrap func(ui.Session) ui.Session) ui.Options {
	t.Helper()
	opts := open(t, small(t, "aa:1", "bb:1"))
	connect := opts.Connect
	opts.Connect = func(ctx context.Context) (ui.Session, error) {
		s, err := connect(ctx)
		return wrap(s), err
	}
	return opts
}

// removesFrom removes both images of an engine whose session is wrapped.
func removesFrom(t *testing.T, wrap func(ui.Session) ui.Session) *journey {
	t.Helper()
	p := newJourney(t, twoImages(t, wrap), 120, 30)
	p.Sees("2 of 2")
	p.settles()
	p.Do(keymap.MarkAll, keymap.Plan)
	p.Sees("Plan ·")
	p.Do(keymap.Confirm)
	return p
}

// A removal of which nothing was done is not called done.
func TestACancelledRemoval(t *testing.T) {
	t.Parallel()
	p := removesFrom(t, func(s ui.Session) ui.Session { return cancelling{s} })
	p.Sees("The removal was cancelled. It freed 0 B")
	p.Sees("cancelled · 0 of 2 done")
}

// onceJob has one update.
type onceJob struct {
	update model.JobUpdate
	told   bool
}

func (j *onceJob) Next(context.Context) (model.JobUpdate, error) {
	if j.told {
		return model.JobUpdate{}, io.EOF
	}
	j.told = true
	return j.update, nil
}

func (*onceJob) Cancel() {}

func (*onceJob) Measured(context.Context) (before, after *model.Inventory) { return nil, nil }

// A removal that may not begin says why at once, and in its panel.
func TestARefusedRemoval(t *testing.T) {
	p := removesFrom(t, func(s ui.Session) ui.Session { return refusing{s} })
	p.Sees("Nothing was removed. Another clean-up of this engine is under way: policy nightly, process 7, for 1m0s.")
	p.Do(keymap.JobPanel)
	p.Sees("ended early")
	if !strings.Contains(p.Text(), "Another clean-up of this engine is under way") {
		t.Errorf("the panel does not say why:\n%s", p.Text())
	}
}
