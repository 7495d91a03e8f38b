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

	"jettison/store/files"
)

// maxHolder is the size limit of the file that names the holder of a lock, in bytes.
const maxHolder = 64 << 10

// Holder identifies who holds a lock.
type Holder struct {
	Process int       `json:"process"`
	What    string    `json:"what"` // such as "policy nightly"
	Since   time.Time `json:"since"`
}

// LockedError means that another process holds a lock.
type LockedError struct{ Holder Holder } // the zero value if unknown

// Error names the holder.
func (e *LockedError) Error() string {
	if e.Holder.Process == 0 {
		return "another process holds the lock"
	}
	return fmt.Sprintf("process %d holds the lock for %s since %s", e.Holder.Process, e.Holder.What, e.Holder.Since.Format(time.DateTime))
}

// Lock keeps processes of one user from cleaning up the same engine at the same time. It is
// advisory, and the system releases it when the process ends.
type Lock struct {
	file *flock.Flock
	// Last is when the lock was last released or, if its holder ended without releasing it,
	// taken. It is zero if the lock was never taken.
	Last time.Time
}

// lockPath returns the path of an engine's lock file.
func lockPath(folder, engine string) string {
	sum := sha256.Sum256([]byte(engine))
	return filepath.Join(folder, hex.EncodeToString(sum[:8])+".lock")
}

// toldPath returns the path of the file that names the holder. It isn't the lock file itself,
// which other processes can't read on Windows.
func toldPath(path string) string { return path + ".json" }

// CheckLock returns a *LockedError if a process holds the lock of an engine.
func CheckLock(folder, engine string) error {
	path := lockPath(folder, engine)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) {
		return nil // never taken
	}
	file := files.Lock(path)
	got, err := file.TryLock()
	if err != nil {
		return fmt.Errorf("look at the lock of the engine: %w", err)
	}
	if !got {
		return &LockedError{holderOf(toldPath(path))}
	}
	return file.Unlock()
}

// AcquireLock takes the lock of an engine, a file in a folder that is created if needed. All
// processes must use the same name for the engine. The error is a *LockedError if another
// process holds the lock.
func AcquireLock(folder, engine string, holder Holder) (*Lock, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of locks: %w", err)
	}
	path := lockPath(folder, engine)
	_, absent := os.Stat(path)
	file := files.Lock(path)
	got, err := file.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock the engine: %w", err)
	}
	told := toldPath(path)
	if !got {
		return nil, &LockedError{holderOf(told)}
	}
	// On a full disk the lock is held without a name.
	text, err := json.Marshal(holder)
	if err != nil || writeTold(told, text) != nil {
		_ = os.Remove(told) // no name is better than a wrong one
	}
	lock := &Lock{file: file}
	if info, err := os.Stat(path); err == nil && absent == nil {
		lock.Last = info.ModTime()
	}
	lock.stamp(holder.Since)
	return lock, nil
}

// writeTold writes who holds a lock.
func writeTold(path string, text []byte) error {
	file, err := files.OpenFlags(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC)
	if err != nil {
		return err
	}
	_, err = file.Write(text)
	return errors.Join(err, file.Close())
}

// stamp stores a time as the file's modification time, which works even on a full disk. If it
// fails, other processes don't learn that the lock was held in between.
func (l *Lock) stamp(at time.Time) { _ = os.Chtimes(l.file.Path(), at, at) }

// holderOf reads who holds a lock. It returns the zero value if that can't be read.
func holderOf(path string) Holder {
	var holder Holder
	text, err := files.Read(path, maxHolder)
	if err != nil || json.Unmarshal(text, &holder) != nil {
		return Holder{}
	}
	return holder
}

// Release releases the lock and records the given time as its end.
func (l *Lock) Release(at time.Time) error {
	l.stamp(at)
	if err := l.file.Unlock(); err != nil {
		return fmt.Errorf("unlock the engine: %w", err)
	}
	return nil
}
