package output

import (
	"io"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"jettison/model"
	"jettison/model/layers"
)

// ended is a removal whose steps ended in each of the ways.
func ended() *Removal {
	inv := shop()
	plan := model.NewPlan(inv, keys(inv), everyRemedy(inv, model.RemedyRemoveStopped, model.RemedyStopRemove, model.RemedyMarkDescendants))
	states := []model.StepState{
		model.StepDone, model.StepFailed, model.StepGone, model.StepPartly, model.StepSkipped, model.StepUnknown, model.StepCanceled, model.StepDone, model.StepDone,
	}
	progress := model.NewProgress(plan, noon())
	update := model.JobUpdate{State: model.JobEnded, Problem: &model.Problem{Text: "The engine went away: it was stopped"}}
	for i := range plan.Steps {
		step := &plan.Steps[i]
		event := model.StepEvent{Step: i, State: states[i%len(states)], At: noon().Add(time.Duration(i) * time.Second)}
		switch event.State {
		case model.StepDone, model.StepPartly:
			event.Untagged = step.Refs
			if step.Removes(model.KindImage) && event.State == model.StepDone {
				event.Deleted = append(event.Deleted, step.Image().ID)
				event.Layers = []layers.ChainID{step.Image().Top.ID}
				for _, parent := range step.Prunes {
					event.Deleted = append(event.Deleted, parent.ID)
				}
			}
		default:
		}
		if !event.State.Succeeded() && event.State != model.StepCanceled {
			event.Refusal = &model.Refusal{Kind: model.RefusalConflict, Raw: "conflict: no"}
		}
		if event.State == model.StepPartly {
			event.Refusal = &model.Refusal{Kind: model.RefusalTookAlong, Cause: event.Refusal, Along: []model.Along{
				{Ref: "acme/new:1", Image: "sha256:aaaa", Step: 20, Back: model.AlongRestored},
				{
					Ref: "acme/moved:1", Image: "sha256:bbbb", Deleted: true, Step: 21, Back: model.AlongLost,
					Failure: &model.RestoreFailure{Problem: &model.Problem{Text: "the registry does not have it"}},
				},
			}}
		}
		update.Events = append(update.Events, event)
	}
	progress.Apply(update, noon().Add(time.Minute))
	return &Removal{
		Plan: Plan{Plan: plan, Query: "ref:* or dangling", Now: noon()}, Progress: progress,
		Changed: []ChangedStep{{Step: 3, Action: "delete", Name: "acme/old:1", Gone: true, Why: "the image is gone already"}},
	}
}

func TestRemoval(t *testing.T) {
	t.Parallel()
	r := ended()
	seen := map[model.StepState]bool{}
	for i := range r.Plan.Plan.Steps {
		seen[r.Progress.StepState(i)] = true
	}
	for state := model.StepDone; state <= model.StepUnknown; state++ {
		if !seen[state] {
			t.Fatalf("no step is in state %d", state)
		}
	}
	for name, write := range map[string]func(io.Writer) error{"text": r.WriteText, "problems": r.WriteProblems, "document": r.WriteJSON} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden.RequireEqual(t, written(t, write))
		})
	}
}

func TestNothingRemoved(t *testing.T) {
	t.Parallel()
	plan := model.NewPlan(shop(), nil, nil)
	r := &Removal{Plan: Plan{Plan: plan, Now: noon()}, Progress: model.NewProgress(plan, noon())}
	if text := written(t, r.WriteText); text != "Nothing was removed: predicted 0 B, freed 0 B.\n" {
		t.Errorf("it says %q", text)
	}
	if text := written(t, r.WriteProblems); text != "" {
		t.Errorf("its problems are %q", text)
	}
}

// What a removal is about is written into the journal.
func TestWhatARemovalIsAbout(t *testing.T) {
	t.Parallel()
	for want, plan := range map[string]Plan{
		"rm unused": {Query: "unused"}, "policy nightly": {Policy: "nightly"}, "rm of a plan": {},
	} {
		if got := (&Removal{Plan: plan}).What(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

func TestChangedSteps(t *testing.T) {
	t.Parallel()
	image, container := model.ImageID("sha256:"+strings.Repeat("ab", 32)), model.ContainerID(strings.Repeat("cd", 32))
	planned := []model.Planned{
		{Op: model.Op{Action: model.ActionRemove, Target: image.Target()}, Refs: []string{"app:1\x1b[31m"}},
		{Op: model.Op{Action: model.ActionRemove, Target: image.Target()}},
		{Op: model.Op{Action: model.ActionRemove, Target: container.Target(), For: image.Target()}},
	}
	for i, want := range []ChangedStep{
		{0, "delete", "app:1[31m", true, "the image is gone already"},
		{1, "delete", "abababababab", false, "pinned by the label jettison.keep"},
		{2, "remove-container", "cdcdcdcdcdcd", true, "the container is gone already"},
	} {
		change := []model.Change{{Kind: model.ChangeGone, Of: model.KindImage}, {Kind: model.ChangePinned}, {Kind: model.ChangeGone, Of: model.KindContainer}}[i]
		if got := NewChangedStep(planned, model.Changed{Step: i, Change: change}); got != want {
			t.Errorf("got %+v, want %+v", got, want)
		}
	}
}
