package cli

import (
	"cmp"
	"context"
	"errors"
	"os"
	"os/user"
	"path/filepath"
	"time"

	"jettison/cleanup"
	"jettison/cli/config"
	"jettison/cli/diskspace"
	"jettison/model"
	"jettison/model/words"
	"jettison/store"
)

// serviceOf returns the clean-up service for the engine that the flags and the environment
// name. The caller sets its Engine. For the demo it has no journal and no locks, and the
// caller sets Backups.
func serviceOf(f *flags, env config.Env, now func() time.Time) cleanup.Service {
	s := cleanup.Service{
		Journal: journalOf(f, env), Backups: backupsOf(f, env, now),
		Jobs: f.jobs, ReadOnly: f.readOnly, User: userOf(env), Now: now,
	}
	if !f.demo { // the demo's engine has no other users
		s.Locks = locksOf(env, now)
	}
	return s
}

// locksOf returns the locks in the state folder.
func locksOf(env config.Env, now func() time.Time) *cleanup.Locks {
	folder, err := stateFolder(env)
	return cleanup.NewLocks(filepath.Join(folder, "locks"), err, now)
}

// journalOf returns the journal. It is nil for the demo and if there is no place for it.
func journalOf(f *flags, env config.Env) *store.Journal {
	folder, err := stateFolder(env)
	if err != nil || f.demo {
		return nil
	}
	return store.OpenJournal(filepath.Join(folder, "journal"))
}

// userOf returns the name of the session's user, or of the process's where the session has
// none, as in a timer's unit or a container.
func userOf(env config.Env) string {
	if name := cmp.Or(env("USER"), env("LOGNAME"), env("USERNAME")); name != "" {
		return name
	}
	if of, err := user.Current(); err == nil {
		return of.Username
	}
	return ""
}

// backupsOf returns the configured folder for backups, or the one in the state folder.
func backupsOf(f *flags, env config.Env, now func() time.Time) cleanup.Backups {
	b := cleanup.Backups{Folder: f.backupFolder, Free: diskspace.FreeAt, Now: now}
	if state, err := stateFolder(env); err == nil && b.Folder == "" {
		b.Folder = filepath.Join(state, "backups")
	}
	return b
}

// demoBackups returns the backups of a demo. Its images take a few bytes whatever their stated
// size.
func demoBackups(folder string, now func() time.Time) cleanup.Backups {
	return cleanup.Backups{Folder: folder, Free: func(string) int64 { return model.Unknown }, Now: now}
}

// passingBackups returns temporary backups for a command on a demo. end deletes their folder.
func passingBackups(now func() time.Time) (b cleanup.Backups, end func(), err error) {
	folder, err := os.MkdirTemp("", "jettison-demo-")
	if err != nil {
		return cleanup.Backups{}, nil, err
	}
	return demoBackups(folder, now), func() { _ = os.RemoveAll(folder) }, nil
}

// resolveInterrupted records the outcomes of steps that were interrupted. It reports failures
// as notes and goes on.
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
		s.note("What became of earlier steps can't be written down: %s", model.Clean(words.Error(err)))
	} else if steps > 0 {
		s.note("A removal was cut off in the middle: what became of %s was looked up, and %s shows it.",
			words.Plural(steps, "step"), s.asCalled("'jettison journal'"))
	}
}

// refused turns the error of a clean-up that did not begin into a RefusedError.
func refused(err error) error {
	if busy, ok := errors.AsType[*cleanup.BusyError](err); ok {
		return &RefusedError{busy.Error() + ".", words.Problem(busy.Problem()).Advice}
	}
	if _, ok := errors.AsType[*cleanup.StaleError](err); ok {
		return &RefusedError{"Nothing was removed: a clean-up of this engine ran since the plan was made.", "Run it again for a plan of what is there now."}
	}
	return err
}
