package cli

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"jettison/cli/config"
	"jettison/model"
	"jettison/store"
)

// locks keep the clean-ups of an engine apart that run for one user.
type locks struct {
	env config.Env
	now func() time.Time
}

// resolverWhat is what has the lock while it is found out what became of an earlier
// clean-up. That takes no longer than resolverPatience, for which it is waited.
const (
	resolverWhat     = "looking after an earlier clean-up"
	resolverPatience = 10 * time.Second
	resolverRetry    = 20 * time.Millisecond
)

func isResolver(err error) bool {
	held, ok := errors.AsType[*store.LockedError](err)
	return ok && held.Holder.What == resolverWhat
}

// planAgain is what to do about a plan that is not of today.
const planAgain = "Run it again for a plan of what is there now."

// free is a *RefusedError while another clean-up of an engine is under way.
func (l locks) free(engine model.Engine) error {
	if folder, err := l.folder(); err == nil { // else nobody can have a lock
		if held, ok := errors.AsType[*store.LockedError](store.CheckLock(folder, lockName(engine))); ok {
			return l.refusal(held.Holder)
		}
	}
	return nil
}

// acquire takes the lock of an engine. It is a *RefusedError when another clean-up
// is under way. what says what this one is.
func (l locks) acquire(engine model.Engine, what string) (*store.Lock, error) {
	folder, err := l.folder()
	if err != nil {
		return nil, err
	}
	lock, err := store.AcquireLock(folder, lockName(engine), store.Holder{Process: os.Getpid(), What: what, Since: l.now()})
	for deadline := time.Now().Add(resolverPatience); isResolver(err) && what != resolverWhat && time.Now().Before(deadline); {
		time.Sleep(resolverRetry)
		lock, err = store.AcquireLock(folder, lockName(engine), store.Holder{Process: os.Getpid(), What: what, Since: l.now()})
	}
	if held, ok := errors.AsType[*store.LockedError](err); ok {
		return nil, l.refusal(held.Holder)
	}
	return lock, err
}

func (l locks) folder() (string, error) {
	folder, err := stateFolder(l.env)
	return filepath.Join(folder, "locks"), err
}

func lockName(engine model.Engine) string { return cmp.Or(engine.ID, engine.Host, engine.Name) }

func (l locks) refusal(h store.Holder) *RefusedError {
	words := "another process has the lock"
	if h.Process != 0 {
		words = fmt.Sprintf("%s, process %d, for %s", model.Clean(h.What), h.Process, max(0, l.now().Sub(h.Since)).Round(time.Second))
	}
	return &RefusedError{"Another clean-up of this engine is under way: " + words + ".", "Wait until it is done."}
}

// release lets go of a lock. What can't be let go of ends with the process.
func (l locks) release(lock *store.Lock) { _ = lock.Release(l.now()) }

// restore lets go of a lock under which nothing was changed, as if nobody had it.
func (l locks) restore(lock *store.Lock) {
	last := lock.Last
	if last.IsZero() {
		last = time.Unix(0, 0) // no file system keeps the time before
	}
	_ = lock.Release(last)
}

// unguarded says that there is no lock to be had.
func unguarded(err error) string {
	return "Other clean-ups are not kept off the engine: " + model.Clean(err.Error())
}

// locked keeps other clean-ups off the engine of a plan until unlock is called, as
// far as that can be had. It is a *RefusedError when one is under way, or ended
// since the plan was made: what that one took may be what a budget counts on.
func (s *surroundings) locked(plan *model.Plan, what string) (unlock func(), err error) {
	l := locks{s.env, s.now}
	lock, err := l.acquire(plan.Engine, what)
	if refused, ok := errors.AsType[*RefusedError](err); ok {
		return nil, refused
	}
	if err != nil {
		s.note("%s", unguarded(err))
		return func() {}, nil
	}
	if lock.Last.After(plan.Taken) {
		l.release(lock)
		return nil, &RefusedError{"Nothing was removed: another clean-up of this engine ran since the plan was made.", planAgain}
	}
	return func() { l.release(lock) }, nil
}
