package cleanup

import (
	"cmp"
	"context"
	"errors"
	"os"
	"time"

	"jettison/model"
	"jettison/model/words"
	"jettison/store"
)

// Locks keep apart the clean-ups of an engine that run for one user.
type Locks struct {
	folder string // empty where there is none
	err    error  // why
	now    func() time.Time
}

// NewLocks keeps the locks in a folder. err is why there is no folder; nil when there
// is one.
func NewLocks(folder string, err error, now func() time.Time) *Locks {
	if err != nil {
		folder = ""
	}
	return &Locks{folder, err, now}
}

// A resolver holds the lock while it looks up what became of an interrupted clean-up.
// That takes less than resolverPatience, so others wait for it that long.
const (
	resolverWhat     = "looking after an earlier clean-up"
	resolverPatience = 10 * time.Second
	resolverRetry    = 20 * time.Millisecond
)

func isResolver(err error) bool {
	held, ok := errors.AsType[*store.LockedError](err)
	return ok && held.Holder.What == resolverWhat
}

// BusyError says that another clean-up of the engine is under way.
type BusyError struct {
	Holder store.Holder // its zero value when that is not known
	For    time.Duration
}

// Error says who holds the lock, for how long.
func (e *BusyError) Error() string {
	return words.ProblemLine(e.Problem())
}

// Problem explains the error.
func (e *BusyError) Problem() *model.Problem {
	return &model.Problem{
		Reason: model.ReasonBusy, Text: model.Clean(e.Holder.What), Process: e.Holder.Process, Runs: e.For,
	}
}

// StaleError says that a clean-up of the engine, of this process or another, ran since
// the plan was made: it may have removed what the plan counts on.
type StaleError struct{}

// Error says so.
func (e *StaleError) Error() string { return words.ProblemLine(e.Problem()) }

// Problem explains the error.
func (*StaleError) Problem() *model.Problem {
	return &model.Problem{Kind: model.ProblemStale, Reason: model.ReasonStale}
}

// Check is a *BusyError while another clean-up of an engine is under way.
func (l *Locks) Check(engine model.Engine) error {
	if l.folder == "" {
		return nil // nobody can hold a lock
	}
	if held, ok := errors.AsType[*store.LockedError](store.CheckLock(l.folder, lockName(engine))); ok {
		return l.busy(held.Holder)
	}
	return nil
}

// acquire takes the lock of an engine. what says what for. The error is a *BusyError
// when another clean-up holds it.
func (l *Locks) acquire(ctx context.Context, engine model.Engine, what string) (*store.Lock, error) {
	if l.folder == "" {
		return nil, l.err
	}
	for deadline := time.Now().Add(resolverPatience); ; {
		lock, err := store.AcquireLock(l.folder, lockName(engine), store.Holder{Process: os.Getpid(), What: what, Since: l.now()})
		if isResolver(err) && what != resolverWhat && time.Now().Before(deadline) {
			select {
			case <-time.After(resolverRetry):
				continue
			case <-ctx.Done():
				return nil, ctx.Err()
			}
		}
		if held, ok := errors.AsType[*store.LockedError](err); ok {
			return nil, l.busy(held.Holder)
		}
		return lock, err
	}
}

func lockName(engine model.Engine) string { return cmp.Or(engine.ID, engine.Host, engine.Name) }

func (l *Locks) busy(h store.Holder) *BusyError {
	return &BusyError{h, max(0, l.now().Sub(h.Since)).Round(time.Second)}
}

// release lets go of a lock; nil is none. A lock that can't be released ends with the
// process.
func (l *Locks) release(lock *store.Lock) {
	if lock != nil {
		_ = lock.Release(l.now())
	}
}

// releaseUnchanged lets go of a lock under which nothing was changed, as if nobody had
// held it; nil is none.
func (l *Locks) releaseUnchanged(lock *store.Lock) {
	if lock == nil {
		return
	}
	last := lock.Last
	switch now := l.now(); {
	case last.IsZero():
		last = time.Unix(0, 0) // no file system keeps the time before
	case last.After(now):
		last = now // the clock was set back: else every plan would be stale until then
	}
	_ = lock.Release(last)
}

// warning carries what the system says of a failure beside a clean-up.
func warning(kind model.WarningKind, err error) *model.Warning {
	return &model.Warning{Kind: kind, Text: model.Clean(err.Error())}
}
