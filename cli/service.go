package cli

import (
	"cmp"
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"jettison/cleanup"
	"jettison/cli/config"
	"jettison/cli/diskspace"
	"jettison/model"
	"jettison/model/words"
	"jettison/store"
)

// serviceOf is how an engine is cleaned up that the flags and the environment name; it
// still needs the Engine. For the demo it has no journal and no locks, and its backups
// are to be set.
func serviceOf(f *flags, env config.Env, now func() time.Time) cleanup.Service {
	s := cleanup.Service{
		Journal: journalOf(f, env), Backups: backupsOf(f, env, now),
		Jobs: f.jobs, ReadOnly: f.readOnly, User: userOf(env), Now: now,
	}
	if !f.demo { // whose engine is nobody else's
		s.Locks = locksOf(env, now)
	}
	return s
}

// locksOf keeps other clean-ups off by the locks in the folder of the state.
func locksOf(env config.Env, now func() time.Time) *cleanup.Locks {
	folder, err := stateFolder(env)
	return cleanup.NewLocks(filepath.Join(folder, "locks"), err, now)
}

// journalOf is the journal; nil for the demo, whose images are nobody's, and where
// there is no place for it.
func journalOf(f *flags, env config.Env) *store.Journal {
	folder, err := stateFolder(env)
	if err != nil || f.demo {
		return nil
	}
	return store.OpenJournal(filepath.Join(folder, "journal"))
}

// userOf is who removes, by the name of the session.
func userOf(env config.Env) string {
	return cmp.Or(env("USER"), env("LOGNAME"), env("USERNAME"))
}

// backupsOf is the folder that is configured, or that of the state.
func backupsOf(f *flags, env config.Env, now func() time.Time) cleanup.Backups {
	b := cleanup.Backups{Folder: f.backupFolder, Free: diskspace.FreeAt, Now: now}
	if state, err := stateFolder(env); err == nil && b.Folder == "" {
		b.Folder = filepath.Join(state, "backups")
	}
	return b
}

// demoBackups are those of a demo, whose images are a few bytes whatever their size.
func demoBackups(folder string, now func() time.Time) cleanup.Backups {
	return cleanup.Backups{Folder: folder, Free: func(string) int64 { return model.Unknown }, Now: now}
}

// passingBackups are those of a command on a demo, in a folder that end deletes.
func passingBackups(now func() time.Time) (b cleanup.Backups, end func(), err error) {
	folder, err := os.MkdirTemp("", "jettison-demo-")
	if err != nil {
		return cleanup.Backups{}, nil, err
	}
	return demoBackups(folder, now), func() { _ = os.RemoveAll(folder) }, nil
}

// resolveInterrupted has the journal learn what became of the steps of programs that
// were cut off. What goes wrong is told; it is no reason not to go on.
func (e *engine) resolveInterrupted(ctx context.Context, f *flags) {
	if f.demo || f.readOnly {
		return
	}
	s := e.call
	steps := 0
	_, err := s.journal(f)
	if err == nil {
		steps, err = e.service.Resolve(ctx, e.inventory.Engine)
	}
	if err != nil {
		s.note("What became of earlier steps can't be written down: %s", model.Clean(err.Error()))
	} else if steps > 0 {
		s.note("A removal was cut off in the middle: what became of %s was looked up, and %s shows it.",
			words.Plural(steps, "step"), s.asCalled("'jettison journal'"))
	}
}

// refused turns an error of a clean-up that did not begin into one that says so to a
// person and to scripts.
func refused(err error) error {
	if busy, ok := errors.AsType[*cleanup.BusyError](err); ok {
		return &RefusedError{busy.Error() + ".", busy.Problem().Advice}
	}
	if _, ok := errors.AsType[*cleanup.StaleError](err); ok {
		return &RefusedError{"Nothing was removed: another clean-up of this engine ran since the plan was made.", "Run it again for a plan of what is there now."}
	}
	return err
}
