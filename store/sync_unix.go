//go:build !windows

package store

import (
	"errors"
	"os"
)

// SyncFolder syncs the entries of a folder to disk.
func SyncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
