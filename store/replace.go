package store

import (
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// replaceFile atomically replaces a file, which only its owner can read. It creates the folder
// if needed. Concurrent readers see the old contents. Of a link to a file, which may not be there
// yet, it replaces the file, and of any other link the link: what it leads to, such as a device,
// is not jettison's.
func replaceFile(path string, write func(io.Writer) error) (err error) {
	if target := linkTarget(path); isFileOrNone(target) {
		path = target
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

// isFileOrNone reports whether a path is a file, or nothing in a folder that is there.
func isFileOrNone(path string) bool {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		folder, err := os.Stat(filepath.Dir(path))
		return err == nil && folder.IsDir()
	}
	return err == nil && info.Mode().IsRegular()
}

// mostLinks is how many links linkTarget follows, as Linux does.
const mostLinks = 40

// linkTarget returns what a path stands for that may be a link, which may lead to nothing.
func linkTarget(path string) string {
	at := path
	for range mostLinks {
		info, err := os.Lstat(at)
		if err != nil || info.Mode()&os.ModeSymlink == 0 {
			return at
		}
		to, err := os.Readlink(at)
		if err != nil {
			return at
		}
		if !filepath.IsAbs(to) {
			folder, err := filepath.EvalSymlinks(filepath.Dir(at)) // in which .. may lead elsewhere
			if err != nil {
				return at
			}
			to = filepath.Join(folder, to)
		}
		at = to
	}
	return path // a link to itself
}
