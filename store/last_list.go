package store

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path/filepath"

	"jettison/model"
	"jettison/store/files"
	"jettison/store/wire"
)

const (
	// maxLastList is the size limit of a last list, in bytes. The images of a longer one are not kept.
	maxLastList = 64 << 20
	// maxLastLists is how many files are kept: those of the engines that were used last.
	maxLastLists = 8
)

// LastList is a file with the image list of one engine, as it was last. It can be deleted at
// any time.
type LastList struct{ path, engine string }

// OpenLastList returns the file of the engine with an ID, in a folder that need not exist.
func OpenLastList(folder, engine string) *LastList {
	return &LastList{filepath.Join(folder, "list-"+engineName(engine)+".json"), engine}
}

// Load returns the list; nil if there is none. A damaged file is an error, and is replaced
// by Save.
func (l *LastList) Load() (*model.LastList, error) {
	list, err := l.read()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("read the last list of images: %w", err)
	}
	return list, nil
}

func (l *LastList) read() (*model.LastList, error) {
	file, err := files.Open(l.path)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // only read
	return wire.ReadLastList(bufio.NewReader(io.LimitReader(file, maxLastList)), l.engine)
}

// errTooLong is that of a list that is too long to keep.
var errTooLong = errors.New("it is too long")

// Save replaces the list. Only its owner can read it. Of one that is too long it keeps
// everything but the images.
func (l *LastList) Save(list *model.LastList) error {
	err := l.replace(list)
	if errors.Is(err, errTooLong) {
		err = l.replace(&model.LastList{At: list.At, Took: list.Took})
	}
	if err != nil {
		return fmt.Errorf("keep the list of images: %w", err)
	}
	keepNewest(filepath.Join(filepath.Dir(l.path), "list-*.json"), maxLastLists)
	return nil
}

func (l *LastList) replace(list *model.LastList) error {
	return replaceFile(l.path, func(w io.Writer) error {
		buffer := bufio.NewWriter(&limitedWriter{w, maxLastList})
		return errors.Join(wire.WriteLastList(buffer, l.engine, list), buffer.Flush())
	})
}

// limitedWriter fails when more than a number of bytes is written to it.
type limitedWriter struct {
	to   io.Writer
	left int
}

// Write implements io.Writer.
func (w *limitedWriter) Write(text []byte) (int, error) {
	if w.left -= len(text); w.left < 0 {
		return 0, errTooLong
	}
	return w.to.Write(text)
}
