package cli

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"sync"
	"time"

	"jettison/cli/backup"
	"jettison/cli/output"
	"jettison/dockerx/transfer"
	"jettison/model"
	"jettison/store/archive"
	"jettison/ui"
)

// noteBackup says what is saved before, and where.
func (r *removing) noteBackup(s *surroundings, f *flags, plan *model.Plan) {
	if r.backup.BackupChoice == model.BackupNone || plan.Images == 0 {
		return
	}
	images := plan.BackUp(r.backup.BackupChoice)
	if len(images) == 0 {
		s.note("there is nothing to back up: all of it is backed up, or can be pulled again")
		return
	}
	if f.demo {
		s.note("first backs up %s, which go with the demo", model.Plural(len(images), "image"))
		return
	}
	most := archive.Room(images, model.Bytes{Max: plan.Touched})
	s.note("first backs up %s, at most %s, in %s", model.Plural(len(images), "image"), model.Size(most), backupsOf(f, s.env, s.now).folder)
}

// askRegistries asks them whether they have what the plan deletes.
func (r *removing) askRegistries(ctx context.Context, e *engine, removal *output.Removal) error {
	refs := removal.Plan.Plan.Askable()
	if !r.askRegistry || len(refs) == 0 {
		return nil
	}
	answers, err := transfer.AskRegistries(ctx, e.client, refs)
	if ctx.Err() != nil {
		return ctx.Err()
	}
	if err != nil {
		e.around.note("Of %s it can't be told whether a registry has it: %s", model.Plural(len(refs)-len(answers), "digest"), model.Clean(err.Error()))
	}
	removal.Plan.Plan = removal.Plan.Plan.WithVerdicts(e.inventory.WithRegistryAnswers(answers))
	return nil
}

// saveFirst saves images before a removal without a screen. When it fails, nothing
// may be removed.
func (r *removing) saveFirst(ctx context.Context, e *engine, f *flags, record *record, progress *model.Progress) (err error) {
	images := record.plan.BackUp(r.backup.BackupChoice)
	if len(images)+len(record.plan.BackedUp()) == 0 {
		return nil
	}
	s := e.around
	bar := output.NewProgress(s.errs, s.watched)
	var drawn time.Time
	b, end := backupsOf(f, s.env, s.now), func() {}
	if f.demo {
		if b, end, err = passingBackups(s.now); err != nil {
			return err
		}
	}
	defer end()
	left, err := b.save(ctx, transfer.Saver{Client: e.client}, record, images, func(p model.BackupProgress) {
		if now := s.now(); now.Sub(drawn) >= redrawn {
			drawn = now
			bar.Draw("saving", p.Images, p.Of, model.Size(p.Done), perSecond(p.Speed(now)))
		}
	})
	bar.Clear()
	switch {
	case errors.Is(err, context.Canceled):
		s.note("%s", backup.Failed(err))
		return err
	case err != nil:
		return backupProblem(err)
	}
	progress.Apply(model.JobUpdate{Events: left}, s.now())
	if made := record.backup; made != nil {
		s.note("backed up %s: %s in %s", model.Plural(len(made.Images), "image"), model.Size(made.Size), filepath.Join(b.folder, made.Archive))
	}
	return nil
}

func perSecond(speed int64) string {
	if speed <= 0 {
		return ""
	}
	return model.Size(speed) + "/s"
}

// saving saves the images of a removal and returns when that is done, with what is
// left out of the removal.
type saving func(ctx context.Context, tell func(model.BackupProgress)) ([]model.StepEvent, error)

// savingJob is a job of the screen that saves images before it begins. When they
// can't be saved, it does nothing else.
type savingJob struct {
	save saving
	then ui.Job // begins with its first Next
	plan *model.Plan
	now  func() time.Time

	// Next is for one goroutine; these are its own.
	begun, saved, ended bool
	done                chan savedImages

	wake   chan struct{}
	mu     sync.Mutex // guards what follows
	latest model.BackupProgress
	stop   context.CancelFunc // nil before it began
	halted bool
}

func newSavingJob(plan *model.Plan, then ui.Job, now func() time.Time, save saving) *savingJob {
	return &savingJob{save: save, then: then, plan: plan, now: now, done: make(chan savedImages, 1), wake: make(chan struct{}, 1)}
}

// Next implements ui.Job.
func (j *savingJob) Next(ctx context.Context) (model.JobUpdate, error) {
	switch {
	case j.saved:
		return j.then.Next(ctx)
	case j.ended:
		return model.JobUpdate{}, io.EOF
	case !j.begun:
		j.begun = true
		j.begin(context.WithoutCancel(ctx)) // which is that of one Next
	}
	select {
	case <-ctx.Done():
		j.Cancel() // the program ends
		<-j.done   // none of it is to be seen any more
		return model.JobUpdate{}, ctx.Err()
	case saved := <-j.done:
		return j.end(saved), nil
	case <-j.wake:
		return model.JobUpdate{Backup: j.progress()}, nil
	}
}

func (j *savingJob) begin(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	j.mu.Lock()
	j.stop = cancel
	if j.halted {
		cancel()
	}
	j.mu.Unlock()
	go func() {
		defer cancel()
		left, err := j.save(ctx, j.tell)
		j.done <- savedImages{left, err}
	}()
}

// savedImages is how a saving ended.
type savedImages struct {
	leftOut []model.StepEvent
	err     error
}

// end is the news of how the saving ended.
func (j *savingJob) end(saved savedImages) model.JobUpdate {
	err := saved.err
	if err == nil {
		j.saved = true
		return model.JobUpdate{Backup: j.progress(), Events: saved.leftOut}
	}
	j.ended = true
	words := backup.Failed(err)
	if errors.Is(err, context.Canceled) {
		return refuseAll(j.plan, model.StepCanceled, words, nil, j.now())
	}
	return refuseAll(j.plan, model.StepSkipped, words, backupProblem(err), j.now())
}

func (j *savingJob) tell(p model.BackupProgress) {
	j.mu.Lock()
	j.latest = p
	j.mu.Unlock()
	select {
	case j.wake <- struct{}{}:
	default:
	}
}

func (j *savingJob) progress() *model.BackupProgress {
	j.mu.Lock()
	defer j.mu.Unlock()
	p := j.latest
	return &p
}

// Cancel implements ui.Job.
func (j *savingJob) Cancel() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.halted = true
	if j.stop != nil {
		j.stop()
	}
	j.then.Cancel()
}

// backupProblem explains a backup that failed.
func backupProblem(err error) *model.Problem {
	problem := &model.Problem{What: "The backup failed, and nothing was removed", Why: model.Clean(err.Error())}
	if _, ok := errors.AsType[*backup.NoRoomError](err); ok {
		problem.Advice = "Make room there, choose another folder with backup_folder in the configuration, or save less."
	}
	return problem
}
