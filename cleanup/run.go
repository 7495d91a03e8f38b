package cleanup

import (
	"cmp"
	"context"
	"errors"
	"io"
	"path/filepath"
	"sync"
	"time"

	"jettison/model"
	"jettison/store"
	"jettison/store/archive"
)

// Options say how a plan is carried out.
type Options struct {
	// Rule is what the plan was made by, such as "policy nightly"; empty when a person
	// marked by hand.
	Rule string
	// What tells other clean-ups what holds the lock; Rule when it is empty.
	What   string
	Backup model.BackupChoice // which images are saved first
	// AsOf is up to when the plan knows the engine: the plan is stale when another
	// clean-up ended later. It is the plan's own Taken when it is zero.
	AsOf time.Time
	// Measure is how long the first step may wait for the engine's disk to be measured, so
	// that Run.Measured can tell what came back; 0 does not measure.
	Measure time.Duration
}

// stage is how far a Run is.
type stage uint8

const (
	stageLock    stage = iota // take the lock, and check that the plan still holds
	stageBackup               // save images; the journal names the backup
	stageMeasure              // measure the disk, to tell afterwards what came back
	stageJournal              // write what will be tried
	stageExecute              // the engine works, and the journal learns how steps ended
	stageEnded
)

// Run carries out one plan. Next is for one goroutine, which takes it to io.EOF; Cancel
// and finish may be called from any.
type Run struct {
	service *Service
	options Options
	ctx     context.Context //nolint:containedctx // the run's lifetime, which outlasts each Next
	whole   *model.Plan     // as it was confirmed
	record  *record         // has the plan that is carried out: what could not be saved is left out

	turn   chan struct{} // holds a token while nobody is in Next; guards what follows
	stage  stage
	lock   *store.Lock // nil without a lock
	backup *backupStage
	before *model.Inventory // as measured before the first step; nil when it was not
	err    error            // why nothing was tried
	back   *alongReturn     // of what steps took along, before anything else is told; nil for none

	mu        sync.Mutex         // guards what follows
	job       Job                // nil until it begins
	measuring context.CancelFunc // ends the measuring; nil before it begins
	canceled  bool
	returning <-chan struct{} // is closed when what steps took along is back; nil when nothing is on its way
}

// Remove prepares to carry out a plan; the first Next begins. Cancelling ctx abandons
// it: nobody learns any more how the steps under way end.
func (s *Service) Remove(ctx context.Context, plan *model.Plan, options Options) *Run {
	r := &Run{
		service: s, options: options, ctx: ctx, whole: plan, turn: make(chan struct{}, 1),
		record: newRecord(s.Journal, plan, options.Rule, s.User, s.Now),
	}
	r.leave()
	return r
}

// Next blocks until there is news and returns all of it, and io.EOF after the update of
// model.JobEnded. Otherwise its error is that of ctx: nobody waits any more, but steps go on.
func (r *Run) Next(ctx context.Context) (model.JobUpdate, error) {
	if err := r.enter(ctx); err != nil {
		return model.JobUpdate{}, err
	}
	defer r.leave()
	for {
		var update *model.JobUpdate
		var err error
		switch r.stage {
		case stageLock:
			update, err = r.takeLock(ctx)
		case stageBackup:
			update, err = r.saveThings(ctx)
		case stageMeasure:
			err = r.measure(ctx)
		case stageJournal:
			update = r.begin()
		case stageExecute:
			update, err = r.follow(ctx)
		case stageEnded:
			err = io.EOF
		}
		waits := r.stage == stageExecute && r.ctx.Err() == nil && !errors.Is(err, io.EOF)
		if err != nil && !waits || update != nil && update.State == model.JobEnded {
			r.end()
		}
		if err != nil {
			return model.JobUpdate{State: model.JobEnded}, err
		}
		if update != nil {
			return *update, nil
		}
	}
}

// Err is why nothing was tried, once that is known: a *BusyError, a *StaleError,
// context.Canceled when the backup was cancelled, or a *model.Problem when it failed. It
// is nil when the plan was carried out, however that went.
func (r *Run) Err() error { return r.err }

// Saved is the backup that was made first; nil for none.
func (r *Run) Saved() *archive.Manifest { return r.record.backup }

// SavedIn is the file of that backup; empty for none.
func (r *Run) SavedIn() string {
	if r.record.backup == nil {
		return ""
	}
	return filepath.Join(r.service.Backups.Folder, r.record.backup.Archive)
}

// Cancel keeps steps from starting; those under way finish. A backup under way is
// given up.
func (r *Run) Cancel() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.canceled = true
	if r.backup != nil {
		r.backup.stop()
	}
	if r.measuring != nil {
		r.measuring()
	}
	if r.job != nil {
		r.job.Cancel()
	}
}

// finish keeps steps from starting and blocks until those under way have ended and the
// journal knows of it, or until ctx ends. What steps took along is brought back first, however
// soon ctx ends.
func (r *Run) finish(ctx context.Context) {
	r.Cancel()
	ended := r.drain(ctx)
	for !ended && r.awaitReturn() {
		again, cancel := context.WithTimeout(context.WithoutCancel(ctx), closePatience)
		ended = r.drain(again)
		cancel()
	}
	if r.enter(ctx) == nil {
		r.end()
		r.leave()
	}
}

// drain takes Next to its end, and reports whether it got there before ctx ended.
func (r *Run) drain(ctx context.Context) bool {
	if r.enter(ctx) != nil {
		return false
	}
	if r.stage == stageLock {
		r.end() // nothing was tried, so there is nothing to write down
	}
	r.leave()
	for {
		if _, err := r.Next(ctx); err != nil {
			return errors.Is(err, io.EOF)
		}
	}
}

// enter waits until nobody else is in Next, or ctx ends.
func (r *Run) enter(ctx context.Context) error {
	select {
	case <-r.turn:
		return nil
	default:
	}
	select {
	case <-r.turn:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (r *Run) leave() { r.turn <- struct{}{} }

// end lets go of the lock.
func (r *Run) end() {
	r.stage = stageEnded
	if r.lock != nil {
		r.service.Locks.release(r.lock)
		r.lock = nil
	}
}

// takeLock refuses to go on beside another clean-up, or when one ran since the plan was
// made. Without a place for locks it warns and goes on.
func (r *Run) takeLock(ctx context.Context) (*model.JobUpdate, error) {
	r.stage = stageBackup
	locks := r.service.Locks
	if locks == nil {
		return nil, nil
	}
	lock, err := locks.acquire(ctx, r.whole.Engine, cmp.Or(r.options.What, r.options.Rule))
	if busy, ok := errors.AsType[*BusyError](err); ok {
		return r.refuse(busy, &model.Refusal{Kind: model.RefusalBusy}, busy.Problem()), nil
	}
	if ctx.Err() != nil {
		locks.releaseUnchanged(lock)
		return nil, ctx.Err()
	}
	if err != nil {
		return &model.JobUpdate{Warning: warning(model.WarnUnlocked, err)}, nil
	}
	asOf := r.options.AsOf
	if asOf.IsZero() {
		asOf = r.whole.Taken
	}
	if lock.Last.After(asOf) {
		locks.releaseUnchanged(lock)
		stale := &StaleError{}
		return r.refuse(stale, &model.Refusal{Kind: model.RefusalStale}, stale.Problem()), nil
	}
	r.lock = lock
	return nil, nil
}

// refuse ends a run of which no step is tried. why is said of each.
func (r *Run) refuse(err error, why *model.Refusal, problem *model.Problem) *model.JobUpdate {
	r.err = err
	return refusal(r.whole, model.StepSkipped, why, problem, r.service.Now())
}

// refusal is the end of a run of which no step is tried. why is said of each; problem
// may be nil.
func refusal(plan *model.Plan, state model.StepState, why *model.Refusal, problem *model.Problem, now time.Time) *model.JobUpdate {
	update := &model.JobUpdate{State: model.JobEnded, Problem: problem}
	for i := range plan.Steps {
		if plan.Steps[i].Ready {
			update.Events = append(update.Events, model.StepEvent{Step: i, State: state, At: now, Refusal: why})
		}
	}
	return update
}

// begin tells the journal what will be tried, and waits for the disk; then the engine
// begins.
func (r *Run) begin() *model.JobUpdate {
	err := r.record.begin()
	job := r.service.Engine.Execute(r.ctx, r.record.plan, r.service.Jobs)
	r.mu.Lock()
	r.job = job
	if r.canceled {
		job.Cancel()
	}
	r.mu.Unlock()
	r.stage = stageExecute
	if err != nil {
		return &model.JobUpdate{Warning: warning(model.WarnJournalIncomplete, err)}
	}
	return nil
}

// follow waits for news of the engine, and tells the journal. What a step took along is
// brought back before anything else.
func (r *Run) follow(ctx context.Context) (*model.JobUpdate, error) {
	if r.back != nil {
		return r.broughtBack(ctx)
	}
	update, err := r.job.Next(ctx)
	if err != nil {
		_ = r.record.flush(true) // nobody is left to be told
		return nil, err
	}
	if held := r.split(&update); held != nil {
		r.bringBack(held)
	}
	if err := r.record.note(update); err != nil {
		update.Warning = warning(model.WarnJournalIncomplete, err)
	}
	return &update, nil
}
