package store

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// replaceFile atomically replaces a file, which only its owner can read. It creates the folder
// if needed. Concurrent readers see the old contents. Of a link to a file it replaces the file,
// and of any other link the link: what it leads to, such as a device, is not jettison's.
func replaceFile(path string, write func(io.Writer) error) (err error) {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		if info, err := os.Lstat(target); err == nil && info.Mode().IsRegular() {
			path = target
		}
	}
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(folder, filepath.Base(path)+".*") // only its owner can read it
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = os.Remove(file.Name())
		}
	}()
	err = errors.Join(write(file), file.Close())
	if err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}
