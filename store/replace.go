package store

import (
	"errors"
	"io"
	"os"
	"path/filepath"
)

// replaceFile writes a file anew, readable by its owner alone, in a folder that is
// made when it is not there. Who reads it meanwhile sees the old one.
func replaceFile(path string, write func(io.Writer) error) (err error) {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return err
	}
	file, err := os.CreateTemp(folder, filepath.Base(path)+".*") // readable by its owner alone
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
