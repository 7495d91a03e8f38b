package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/gofrs/flock"
)

// Holder is who holds a lock.
type Holder struct {
	Process int       `json:"process"`
	What    string    `json:"what"` // such as "policy nightly"
	Since   time.Time `json:"since"`
}

// LockedError says that somebody else holds a lock.
type LockedError struct{ Holder Holder } // its zero value when that is not known

// Error names the holder.
func (e *LockedError) Error() string {
	if e.Holder.Process == 0 {
		return "another process holds the lock"
	}
	return fmt.Sprintf("process %d holds the lock for %s since %s", e.Holder.Process, e.Holder.What, e.Holder.Since.Format(time.DateTime))
}

// Lock keeps processes of one user from cleaning up one engine at the same time.
// It is advisory, and ends with the process, however that ends.
type Lock struct {
	file *flock.Flock
	// Last is when the lock was let go of before, or taken by a process that ended
	// without doing so; zero when nobody had it yet.
	Last time.Time
}

// lockPath is the file of the lock of an engine.
func lockPath(folder, engine string) string {
	sum := sha256.Sum256([]byte(engine))
	return filepath.Join(folder, hex.EncodeToString(sum[:8])+".lock")
}

// toldPath is where a lock says who holds it: not the file itself, which others
// can't read on Windows.
func toldPath(path string) string { return path + ".json" }

// CheckLock is a *LockedError when a process has the lock of an engine.
func CheckLock(folder, engine string) error {
	path := lockPath(folder, engine)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil // nobody took it yet
	}
	file := flock.New(path, flock.SetPermissions(0o600))
	got, err := file.TryLock()
	if err != nil {
		return fmt.Errorf("look at the lock of the engine: %w", err)
	}
	if !got {
		return &LockedError{holderOf(toldPath(path))}
	}
	return file.Unlock()
}

// AcquireLock takes the lock of an engine, which is a file in a folder that is
// made when it is not there. engine is what the processes call it by. The error is
// a *LockedError when another process has it.
func AcquireLock(folder, engine string, holder Holder) (*Lock, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of locks: %w", err)
	}
	path := lockPath(folder, engine)
	_, absent := os.Stat(path)
	file := flock.New(path, flock.SetPermissions(0o600))
	got, err := file.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock the engine: %w", err)
	}
	told := toldPath(path)
	if !got {
		return nil, &LockedError{holderOf(told)}
	}
	// Who can't be told, on a full disk, holds the lock all the same.
	text, err := json.Marshal(holder)
	if err != nil || os.WriteFile(told, text, 0o600) != nil {
		_ = os.Remove(told) // rather nobody than the one before
	}
	lock := &Lock{file: file}
	if info, err := os.Stat(path); err == nil && absent == nil {
		lock.Last = info.ModTime()
	}
	lock.stamp(holder.Since)
	return lock, nil
}

// stamp keeps a moment as the file's time, which takes no room on a full disk.
// Without it nobody learns that the lock was held in between.
func (l *Lock) stamp(at time.Time) { _ = os.Chtimes(l.file.Path(), at, at) }

// holderOf reads who holds a lock; the zero value when that can't be read.
func holderOf(path string) Holder {
	var holder Holder
	text, err := os.ReadFile(path)
	if err != nil || json.Unmarshal(text, &holder) != nil {
		return Holder{}
	}
	return holder
}

// Release lets go of the lock at a moment.
func (l *Lock) Release(at time.Time) error {
	l.stamp(at)
	if err := l.file.Unlock(); err != nil {
		return fmt.Errorf("unlock the engine: %w", err)
	}
	return nil
}
