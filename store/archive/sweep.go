package archive

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"github.com/gofrs/flock"
)

// lockName keeps other processes from taking a backup that is being written for one
// that was left behind. It is nil when another process has it.
func lockName(folder, name string) (*flock.Flock, error) {
	path := filepath.Join(folder, name+lockSuffix)
	for {
		lock := flock.New(path, flock.SetPermissions(0o600))
		got, err := lock.TryLock()
		if err != nil || !got {
			return nil, err
		}
		if isStill(path, lock) {
			return lock, nil
		}
		// Somebody swept the file between its opening and its locking.
		if err := lock.Unlock(); err != nil {
			return nil, err
		}
	}
}

// isStill reports whether a locked file is still the one at its path. Where that can't be
// found out, as on Windows, which deletes no file that is open, it is.
func isStill(path string, lock *flock.Flock) bool {
	locked, err := lock.Stat()
	if err != nil {
		return true
	}
	now, err := os.Stat(path)
	return err == nil && os.SameFile(locked, now)
}

// unlockName also deletes the file: nobody writes a backup of that name again. It goes
// while it is locked where that can be done, so that nobody else locks it meanwhile.
func unlockName(lock *flock.Flock) {
	deleted := os.Remove(lock.Path())
	_ = lock.Unlock() // it ends with the process at the latest
	if deleted != nil {
		_ = os.Remove(lock.Path())
	}
}

// Sweep deletes what backups left whose program was killed: a lock is the first file of
// one and the last to go. What has none is not jettison's, or is a backup.
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
		return err // without one it is being written
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
