//go:build !windows

package store

import (
	"errors"
	"os"
)

// SyncFolder writes the names in a folder to the disk.
func SyncFolder(path string) error {
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
