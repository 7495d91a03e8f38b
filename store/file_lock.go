package store

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"jettison/store/files"
)

const (
	// filePatience is how long to wait for another process that writes a file.
	filePatience = 5 * time.Second
	fileRetry    = 5 * time.Millisecond
)

// lockFile keeps other processes from writing a file until unlock is called. It locks a file
// beside path and creates the folder if needed.
func lockFile(path string) (unlock func() error, err error) {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("make its folder: %w", err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), filePatience)
	defer cancel()
	lock := files.Lock(path + ".lock")
	if _, err := lock.TryLockContext(ctx, fileRetry); err != nil {
		return nil, fmt.Errorf("lock %s: %w", path, err)
	}
	return lock.Unlock, nil
}
