package cleanup

import (
	"context"
	"errors"
	"sync"

	"jettison/cleanup/backup"
	"jettison/model"
	"jettison/model/words"
)

// backupStage saves what a run removes beside the goroutine that follows it.
type backupStage struct {
	stop context.CancelFunc
	done chan backupResult // holds the one result
	wake chan struct{}     // holds a token when there is progress

	mu     sync.Mutex // guards what follows
	latest *model.BackupProgress
}

// backupResult is how a backup ended.
type backupResult struct {
	leftOut []model.StepEvent // of steps about what could not be saved
	err     error
}

// startBackup saves things of a run's plan.
func startBackup(ctx context.Context, run *Run, things []model.Thing) *backupStage {
	ctx, cancel := context.WithCancel(ctx)
	b := &backupStage{stop: cancel, done: make(chan backupResult, 1), wake: make(chan struct{}, 1)}
	go func() {
		defer cancel()
		leftOut, err := run.service.Backups.save(ctx, run.service.Engine, run.record, things, b.tell)
		b.done <- backupResult{leftOut, err}
	}()
	return b
}

func (b *backupStage) tell(p model.BackupProgress) {
	b.mu.Lock()
	b.latest = &p
	b.mu.Unlock()
	select {
	case b.wake <- struct{}{}:
	default:
	}
}

// progress is how far the backup is; nil when nothing is saved.
func (b *backupStage) progress() *model.BackupProgress {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.latest
}

// saveThings saves what the plan removes, as far as that was chosen, and
// leaves out what an earlier backup has lost.
func (r *Run) saveThings(ctx context.Context) (*model.JobUpdate, error) {
	if r.backup == nil {
		things := r.whole.BackUp(r.options.Backup)
		if len(things)+len(r.whole.BackedUp()) == 0 {
			r.stage = stageMeasure
			return nil, nil
		}
		b := startBackup(r.ctx, r, things)
		r.mu.Lock()
		r.backup = b
		if r.canceled {
			b.stop()
		}
		r.mu.Unlock()
	}
	for {
		select {
		case <-ctx.Done(): // the program ends
			r.Cancel()
			<-r.backup.done // it takes away what it wrote
			return nil, ctx.Err()
		case result := <-r.backup.done:
			return r.endBackup(result), nil
		case <-r.backup.wake:
			if p := r.backup.progress(); !p.Ended { // the end comes with the result
				return &model.JobUpdate{Backup: p}, nil
			}
		}
	}
}

// endBackup goes on with what was saved. When nothing could be, nothing is removed.
func (r *Run) endBackup(result backupResult) *model.JobUpdate {
	err := result.err
	switch {
	case err == nil:
		r.stage = stageMeasure
		return &model.JobUpdate{Backup: r.backup.progress(), Events: result.leftOut}
	case errors.Is(err, context.Canceled):
		r.err = context.Canceled
		return refusal(r.whole, model.StepCanceled, &model.Refusal{Kind: model.RefusalBackupCanceled}, nil, r.service.Now())
	}
	problem := backupProblem(err)
	return r.refuse(problem, &model.Refusal{Kind: model.RefusalBackupFailed, Problem: problem}, problem)
}

// backupProblem explains a backup that failed.
func backupProblem(err error) *model.Problem {
	problem := &model.Problem{Reason: model.ReasonBackup, Text: model.Clean(words.Error(err))}
	if _, ok := errors.AsType[*backup.NoRoomError](err); ok {
		problem.Reason = model.ReasonBackupRoom
	}
	return problem
}
