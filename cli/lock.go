package cli

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"jettison/model"
	"jettison/store"
)

// locked keeps other clean-ups off an engine until unlock is called, as far as
// that can be had. It is a *RefusedError when one is under way. what says what
// this one is.
func (s *surroundings) locked(engine model.Engine, what string) (unlock func(), err error) {
	lock, err := s.lock(engine, what)
	if held, ok := errors.AsType[*store.LockedError](err); ok {
		return nil, &RefusedError{"Another clean-up of this engine is under way: " + s.holderWords(held.Holder) + ".", "Wait until it is done."}
	}
	if err != nil {
		s.note("Other clean-ups are not kept off the engine: %v", err)
		return func() {}, nil
	}
	return func() { _ = lock.Release() }, nil // it ends with the process at the latest
}

func (s *surroundings) lock(engine model.Engine, what string) (*store.Lock, error) {
	folder, err := stateFolder(s.env)
	if err != nil {
		return nil, err
	}
	name := cmp.Or(engine.ID, engine.Host, engine.Name)
	return store.AcquireLock(filepath.Join(folder, "locks"), name, store.Holder{Process: os.Getpid(), What: what, Since: s.now()})
}

func (s *surroundings) holderWords(h store.Holder) string {
	if h.Process == 0 {
		return "another process has the lock"
	}
	return fmt.Sprintf("%s, process %d, for %s", model.Clean(h.What), h.Process, max(0, s.now().Sub(h.Since)).Round(time.Second))
}
