package store

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
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
type Lock struct{ file *flock.Flock }

// AcquireLock takes the lock of an engine, which is a file in a folder that is
// made when it is not there. engine is what the processes call it by. The error is
// a *LockedError when another process has it.
func AcquireLock(folder, engine string, holder Holder) (*Lock, error) {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return nil, fmt.Errorf("make the folder of locks: %w", err)
	}
	sum := sha256.Sum256([]byte(engine))
	path := filepath.Join(folder, hex.EncodeToString(sum[:8])+".lock")
	file := flock.New(path, flock.SetPermissions(0o600))
	got, err := file.TryLock()
	if err != nil {
		return nil, fmt.Errorf("lock the engine: %w", err)
	}
	told := path + ".json" // not the file itself, which others can't read on Windows
	if !got {
		return nil, &LockedError{holderOf(told)}
	}
	// Who can't be told, on a full disk, holds the lock all the same.
	text, err := json.Marshal(holder)
	if err != nil || os.WriteFile(told, text, 0o600) != nil {
		_ = os.Remove(told) // rather nobody than the one before
	}
	return &Lock{file}, nil
}

// holderOf reads who holds a lock; the zero value when that can't be read.
func holderOf(path string) Holder {
	var holder Holder
	text, err := os.ReadFile(path)
	if err != nil || json.Unmarshal(text, &holder) != nil {
		return Holder{}
	}
	return holder
}

// Release lets go of the lock.
func (l *Lock) Release() error {
	if err := l.file.Unlock(); err != nil {
		return fmt.Errorf("unlock the engine: %w", err)
	}
	return nil
}
