package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"jettison/store"
)

func TestOneProcessHoldsTheLock(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "state", "locks")
	holder := store.Holder{Process: 42, What: "policy nightly", Since: time.Date(2026, 11, 1, 3, 0, 0, 0, time.UTC)}
	lock, err := store.AcquireLock(folder, "engine-1", holder)
	if err != nil {
		t.Fatal(err)
	}
	_, err = store.AcquireLock(folder, "engine-1", store.Holder{Process: 43})
	locked, ok := errors.AsType[*store.LockedError](err)
	if !ok || locked.Holder != holder {
		t.Errorf("a second lock: %v", err)
	}
	other, err := store.AcquireLock(folder, "engine-2", holder)
	if err != nil {
		t.Errorf("another engine: %v", err)
	} else if err := other.Release(time.Now()); err != nil {
		t.Error(err)
	}
	if err := lock.Release(time.Now()); err != nil {
		t.Fatal(err)
	}
	again, err := store.AcquireLock(folder, "engine-1", holder)
	if err != nil {
		t.Fatalf("after the release: %v", err)
	}
	if err := again.Release(time.Now()); err != nil {
		t.Error(err)
	}
	files, err := os.ReadDir(folder)
	if err != nil || len(files) == 0 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		if info, err := file.Info(); err != nil || info.Mode().Perm()&0o077 != 0 {
			t.Errorf("others can read %s: %v", file.Name(), info.Mode())
		}
	}
}

// A process that takes the lock learns when it was last released. Checking a lock doesn't
// change that.
func TestALockKnowsWhenItWasHeld(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "locks")
	at := func(hour int) time.Time { return time.Date(2026, 11, 1, hour, 0, 0, 0, time.UTC) }
	check := func(held bool) {
		t.Helper()
		err := store.CheckLock(folder, "engine")
		if _, ok := errors.AsType[*store.LockedError](err); ok != held || err != nil && !held {
			t.Errorf("held %t: %v", held, err)
		}
	}
	acquire := func(hour int, last time.Time) *store.Lock {
		t.Helper()
		lock, err := store.AcquireLock(folder, "engine", store.Holder{Process: 1, Since: at(hour)})
		if err != nil {
			t.Fatal(err)
		}
		if !lock.Last.Equal(last) {
			t.Errorf("it was held until %v, want %v", lock.Last, last)
		}
		return lock
	}
	check(false)
	lock := acquire(1, time.Time{})
	check(true)
	if err := lock.Release(at(2)); err != nil {
		t.Fatal(err)
	}
	check(false)
	if err := acquire(3, at(2)).Release(at(4)); err != nil {
		t.Fatal(err)
	}
	if err := acquire(5, at(4)).Release(at(6)); err != nil {
		t.Fatal(err)
	}
}

// The file that names the holder may be truncated or missing.
func TestAHolderThatCannotBeReadIsUnknown(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	lock, err := store.AcquireLock(folder, "engine", store.Holder{Process: 42})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = lock.Release(time.Now()) })
	told, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil || len(told) != 1 {
		t.Fatalf("%q, %v", told, err)
	}
	if err := os.WriteFile(told[0], []byte(`{"process":`), 0o600); err != nil {
		t.Fatal(err)
	}
	_, err = store.AcquireLock(folder, "engine", store.Holder{})
	if locked, ok := errors.AsType[*store.LockedError](err); !ok || locked.Holder != (store.Holder{}) || locked.Error() == "" {
		t.Errorf("error %v", err)
	}
}

// On a full disk a process can take the lock without writing its name.
func TestLockWithoutAName(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	first, err := store.AcquireLock(folder, "engine", store.Holder{Process: 1})
	if err != nil {
		t.Fatal(err)
	}
	if err := first.Release(time.Now()); err != nil {
		t.Fatal(err)
	}
	told, err := filepath.Glob(filepath.Join(folder, "*.json"))
	if err != nil || len(told) != 1 {
		t.Fatal(told, err)
	}
	if err := errors.Join(os.Remove(told[0]), os.MkdirAll(filepath.Join(told[0], "in the way"), 0o700)); err != nil {
		t.Fatal(err)
	}
	held, err := store.AcquireLock(folder, "engine", store.Holder{Process: 2})
	if err != nil {
		t.Fatal(err)
	}
	_, err = store.AcquireLock(folder, "engine", store.Holder{Process: 3})
	if locked, ok := errors.AsType[*store.LockedError](err); !ok || locked.Holder.Process != 0 {
		t.Errorf("the lock was taken twice: %v", err)
	}
	if err := held.Release(time.Now()); err != nil {
		t.Error(err)
	}
}
