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
	lock := flock.New(filepath.Join(folder, name+lockSuffix), flock.SetPermissions(0o600))
	got, err := lock.TryLock()
	if err != nil || !got {
		return nil, err
	}
	return lock, nil
}

// unlockName also deletes the file: nobody writes a backup of that name again.
func unlockName(lock *flock.Flock) {
	_ = lock.Unlock() // it ends with the process at the latest
	_ = os.Remove(lock.Path())
}

// sweep deletes what backups left whose program was killed.
func sweep(folder string) error {
	entries, err := os.ReadDir(folder)
	if err != nil {
		return fmt.Errorf("look for unfinished backups: %w", err)
	}
	files := map[string][]string{} // of each unfinished backup
	for _, entry := range entries {
		name, _, isPartial := strings.Cut(entry.Name(), partialSuffix)
		if !isPartial {
			bare, isArchive := strings.CutSuffix(entry.Name(), archiveSuffix)
			if _, err := os.Lstat(filepath.Join(folder, bare+manifestSuffix)); !isArchive || !errors.Is(err, os.ErrNotExist) {
				continue
			}
			name = bare
		}
		files[name] = append(files[name], entry.Name())
	}
	for name, left := range files {
		lock, err := lockName(folder, name)
		if err == nil && lock == nil {
			continue // it is being written
		}
		for _, file := range left {
			err = errors.Join(err, os.Remove(filepath.Join(folder, file)))
		}
		if lock != nil {
			unlockName(lock)
		}
		if err != nil {
			return fmt.Errorf("delete an unfinished backup: %w", err)
		}
	}
	return nil
}
