package archive

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"

	"jettison/store/files"
)

// lockName locks the name of a backup, so that other processes don't mistake it for an
// abandoned one while it is written. It returns nil if another process has the lock.
func lockName(folder, name string) (*flock.Flock, error) {
	path := filepath.Join(folder, name+lockSuffix)
	for {
		lock := files.Lock(path)
		got, err := lock.TryLock()
		if err != nil || !got {
			return nil, err
		}
		if isStill(path, lock) {
			return lock, nil
		}
		// Another process swept the file before it was locked.
		if err := lock.Unlock(); err != nil {
			return nil, err
		}
	}
}

// isStill reports whether a locked file is still the one at its path. It returns true if that
// can't be determined, as on Windows, which deletes no open file.
func isStill(path string, lock *flock.Flock) bool {
	locked, err := lock.Stat()
	if err != nil {
		return true
	}
	now, err := os.Stat(path)
	return err == nil && os.SameFile(locked, now)
}

// unlockName releases the lock and deletes its file, because no backup of that name is written
// again. Where possible it deletes the file while it is locked, so that no other process locks
// it in between.
func unlockName(lock *flock.Flock) {
	deleted := os.Remove(lock.Path())
	_ = lock.Unlock() // it ends with the process at the latest
	if deleted != nil {
		_ = os.Remove(lock.Path())
	}
}

// Sweep deletes what killed programs left of their backups. A lock file is created before all
// other files of a backup and deleted after them. A file without one is a finished backup or
// not jettison's.
func Sweep(folder string) error {
	entries, err := os.ReadDir(folder)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("look for unfinished backups: %w", err)
	}
	for _, entry := range entries {
		name, isLock := strings.CutSuffix(entry.Name(), lockSuffix)
		if !isLock {
			continue
		}
		if err := sweepOne(folder, name, entries); err != nil {
			return fmt.Errorf("delete an unfinished backup: %w", err)
		}
	}
	return nil
}

func sweepOne(folder, name string, entries []os.DirEntry) error {
	lock, err := lockName(folder, name)
	if err != nil || lock == nil {
		return err // fails if the backup is still being written
	}
	_, incomplete := os.Lstat(filepath.Join(folder, name+manifestSuffix))
	for _, entry := range entries {
		file := entry.Name()
		if file == name+lockSuffix || !strings.HasPrefix(file, name+partialSuffix) && (file != name+archiveSuffix || incomplete == nil) {
			continue
		}
		if gone := os.Remove(filepath.Join(folder, file)); !errors.Is(gone, os.ErrNotExist) {
			err = errors.Join(err, gone)
		}
	}
	if err != nil {
		return errors.Join(err, lock.Unlock())
	}
	unlockName(lock)
	return nil
}
