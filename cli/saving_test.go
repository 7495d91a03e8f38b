package cli

import (
	"context"
	"errors"
	"io"
	"testing"

	"jettison/cli/backup"
	"jettison/model"
	"jettison/ui"
)

// onceJob is a removal that is done at once. It notes whether it began.
type onceJob struct{ began, canceled bool }

func (j *onceJob) Next(context.Context) (model.JobUpdate, error) {
	if j.began {
		return model.JobUpdate{}, io.EOF
	}
	j.began = true
	return model.JobUpdate{State: model.JobEnded, Events: []model.StepEvent{{Step: 0, State: model.StepDone}}}, nil
}

func (j *onceJob) Cancel() { j.canceled = true }

func onePlan() *model.Plan {
	return &model.Plan{Steps: []model.Step{{Kind: model.StepDelete, Image: &model.Image{ID: "sha256:1"}, Ready: true}}}
}

// followed is what a person sees of a job in the end.
func followed(t *testing.T, plan *model.Plan, job ui.Job) *model.Progress {
	t.Helper()
	progress := model.NewProgress(plan, noon())
	for {
		update, err := job.Next(t.Context())
		if errors.Is(err, io.EOF) {
			return progress
		}
		if err != nil {
			t.Fatal(err)
		}
		progress.Apply(update, noon())
	}
}

func TestRemovalBeginsOnceImagesAreSaved(t *testing.T) {
	t.Parallel()
	plan, removal := onePlan(), &onceJob{}
	saved := false
	job := newSavingJob(plan, removal, noon, func(_ context.Context, tell func(model.BackupProgress)) ([]model.StepEvent, error) {
		if removal.began {
			t.Error("the removal began before")
		}
		tell(model.BackupProgress{Images: 1, Of: 1, Ended: true})
		saved = true
		return nil, nil
	})
	p := followed(t, plan, job)
	if !saved || p.Done != 1 || p.Backup == nil || !p.Backup.Ended {
		t.Errorf("%+v", p)
	}
}

func TestNothingIsRemovedWhenSavingFails(t *testing.T) {
	t.Parallel()
	for _, wrong := range []error{io.ErrUnexpectedEOF, &backup.NoRoomError{Folder: "/b", Need: 2e9, Free: 1e9}} {
		plan, removal := onePlan(), &onceJob{}
		p := followed(t, plan, newSavingJob(plan, removal, noon, func(context.Context, func(model.BackupProgress)) ([]model.StepEvent, error) { return nil, wrong }))
		if removal.began || p.Skipped != 1 || p.State != model.JobEnded || p.Problem == nil || p.Step(0).Refusal == nil {
			t.Errorf("%v: %+v", wrong, p)
		}
		if room := errors.As(wrong, new(*backup.NoRoomError)); room != (p.Problem.Advice != "") {
			t.Errorf("%v: the advice is %q", wrong, p.Problem.Advice)
		}
	}
}

func TestSavingIsCancelled(t *testing.T) {
	t.Parallel()
	plan, removal := onePlan(), &onceJob{}
	began := make(chan struct{})
	job := newSavingJob(plan, removal, noon, func(ctx context.Context, tell func(model.BackupProgress)) ([]model.StepEvent, error) {
		tell(model.BackupProgress{Of: 1})
		close(began)
		<-ctx.Done()
		return nil, ctx.Err()
	})
	canceled := make(chan struct{})
	go func() {
		defer close(canceled)
		<-began
		job.Cancel()
	}()
	p := followed(t, plan, job)
	<-canceled
	if removal.began || !removal.canceled || p.Canceled != 1 || p.Problem != nil {
		t.Errorf("%+v, began %v", p, removal.began)
	}
	// Before it began, too.
	early := newSavingJob(plan, &onceJob{}, noon, func(ctx context.Context, _ func(model.BackupProgress)) ([]model.StepEvent, error) {
		return nil, ctx.Err()
	})
	early.Cancel()
	if p := followed(t, plan, early); p.Canceled != 1 {
		t.Errorf("%+v", p)
	}
}
