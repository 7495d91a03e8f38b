package cleanup

import (
	"context"
	"errors"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"jettison/model"
	"jettison/model/words"
)

// What a step took along is said at once, brought back, and in the journal as a step of its
// own, which restore can take back later.
func TestWhatWentAlongIsBroughtBack(t *testing.T) {
	t.Parallel()
	other := &model.Image{ID: "sha256:bb"}
	went := []model.Along{
		{Ref: "moved:1", Image: other.ID},
		{Ref: "lost:1", Image: "sha256:cc", Deleted: true},
	}
	for name, c := range map[string]struct {
		tells model.RestoreEvent
		back  model.AlongBack
	}{
		"tagged":    {model.RestoreEvent{State: model.StepDone, Tagged: []string{"moved:1"}}, model.AlongRestored},
		"different": {model.RestoreEvent{State: model.StepDone, Differs: []model.Difference{{Kind: model.NameMissing, Name: "moved:1"}}}, model.AlongDiffers},
		"failed":    {model.RestoreEvent{State: model.StepFailed, Failure: &model.RestoreFailure{Problem: &model.Problem{Text: "no"}}}, model.AlongLost},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			engine := &fakeEngine{
				updates: []model.JobUpdate{{State: model.JobEnded, Events: []model.StepEvent{{
					State: model.StepPartly, At: noon(), Untagged: []string{"app:1"}, Deleted: []model.ImageID{"sha256:aa"},
					Refusal: &model.Refusal{Kind: model.RefusalTookAlong, Along: went},
				}}}},
				has: []*model.Image{other}, restores: c.tells,
			}
			s := serviceIn(t.TempDir(), engine)
			run := s.Remove(t.Context(), onePlan(), Options{Rule: "rm unused"})
			progress := model.NewProgress(run.whole, noon())
			update, err := run.Next(t.Context())
			if err != nil || update.State == model.JobEnded || update.Warning == nil || update.Warning.Kind != model.WarnTookAlong {
				t.Fatalf("first it says %+v, %v", update, err)
			}
			progress.Apply(update, noon())
			update, err = run.Next(t.Context())
			if err != nil || update.State != model.JobEnded {
				t.Fatalf("then it says %+v, %v", update, err)
			}
			progress.Apply(update, noon())
			told := progress.Step(0).Refusal.Along
			if progress.Problems() != 1 || len(told) != 2 || told[0].Back != c.back || told[1].Back != model.AlongLost {
				t.Errorf("%d problems, told are %+v", progress.Problems(), told)
			}
			if text, _ := words.Refusal(progress.Step(0).Refusal); !strings.Contains(text, "moved:1") || !strings.Contains(text, "lost:1 and its image cc, which is lost") {
				t.Error(text)
			}
			past, err := s.Removals(t.Context())
			if err != nil || len(past.Removals) != 1 || len(past.Removals[0].Steps) != 3 {
				t.Fatalf("the journal has %+v, %v", past, err)
			}
			steps := past.Removals[0].Steps
			if moved := steps[1]; moved.Action != model.ActionUntag || moved.Image() != other.ID || (moved.Tried.State == model.StepDone) != (c.back != model.AlongLost) {
				t.Errorf("the journal has %+v", moved)
			}
			if lost := steps[2]; lost.Action != model.ActionRemove || lost.Refs[0] != "lost:1" || lost.Tried.State != model.StepFailed {
				t.Errorf("the journal has %+v", lost)
			}
		})
	}
}

// What a step took along is brought back although nobody waits any more, and the program ends
// after that; but not when it takes for ever.
func TestBringingBackOutlastsWhoWaits(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		takes, waited time.Duration
		state         model.StepState
	}{
		"a minute": {time.Minute, time.Minute, model.StepDone},
		"for ever": {time.Hour, returnPatience, model.StepFailed},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			synctest.Test(t, func(t *testing.T) {
				other := &model.Image{ID: "sha256:bb"}
				engine := &fakeEngine{
					updates: []model.JobUpdate{{State: model.JobEnded, Events: []model.StepEvent{{
						State: model.StepPartly, At: noon(), Untagged: []string{"app:1"}, Deleted: []model.ImageID{"sha256:aa"},
						Refusal: &model.Refusal{Kind: model.RefusalTookAlong, Along: []model.Along{{Ref: "moved:1", Image: other.ID}}},
					}}}},
					has: []*model.Image{other}, restores: model.RestoreEvent{State: model.StepDone, Tagged: []string{"moved:1"}},
					restoring: func(ctx context.Context) {
						select {
						case <-time.After(c.takes):
						case <-ctx.Done():
						}
					},
				}
				s := serviceIn(folder, engine)
				run := s.Remove(t.Context(), onePlan(), Options{Rule: "rm unused"})
				if _, err := run.Next(t.Context()); err != nil {
					t.Fatal(err)
				}
				waiting, leave := context.WithCancel(t.Context())
				leave()
				if _, err := run.Next(waiting); !errors.Is(err, context.Canceled) {
					t.Fatalf("the wait ended with %v", err)
				}
				began := time.Now()
				closing, cancel := context.WithTimeout(t.Context(), closePatience)
				defer cancel()
				run.finish(closing)
				if waited := time.Since(began); waited != c.waited {
					t.Errorf("it was waited for %s", waited)
				}
				past, err := s.Removals(t.Context())
				if err != nil || len(past.Removals) != 1 || len(past.Removals[0].Steps) != 2 || past.Removals[0].Steps[1].Tried.State != c.state {
					t.Fatalf("the journal has %+v, %v", past, err)
				}
			})
		})
	}
}
