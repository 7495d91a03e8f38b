package ui_test

import (
	"context"
	"io"
	"strings"
	"testing"

	"jettison/model"
	"jettison/ui"
)

// refusing is an engine on which nothing may be removed now.
type refusing struct{ ui.Session }

func (refusing) Remove(_ context.Context, plan *model.Plan, _ ui.Removal) ui.Job {
	update := model.JobUpdate{State: model.JobEnded, Problem: &model.Problem{What: "Another clean-up of this engine is under way: policy nightly"}}
	for i := range plan.Steps {
		if plan.Steps[i].Ready {
			update.Events = append(update.Events, model.StepEvent{Step: i, State: model.StepSkipped, Refusal: &model.Refusal{Text: "Not tried."}})
		}
	}
	return &onceJob{update: update}
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

// A removal that may not begin says why at once, and in its panel.
func TestARemovalThatMayNotBegin(t *testing.T) {
	e := small(t, "aa:1", "bb:1")
	opts := open(t, e)
	connect := opts.Connect
	opts.Connect = func(ctx context.Context) (ui.Session, error) {
		s, err := connect(ctx)
		return refusing{s}, err
	}
	p := newPerson(t, opts, 120, 30)
	p.waits("2 of 2")
	p.settles()
	p.types("ad")
	p.waits("Plan ·")
	p.types("\n")
	p.waits("Nothing was removed. Another clean-up of this engine is under way: policy nightly.")
	p.types("J")
	p.waits("ended early")
	if !strings.Contains(p.sees(), "Another clean-up of this engine is under way") {
		t.Errorf("the panel does not say why:\n%s", p.sees())
	}
}
