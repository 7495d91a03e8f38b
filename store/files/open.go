package files

import (
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/gofrs/flock"
)

// private are the rights of files that only their owner may read.
const private = 0o600

// IrregularError means that something else than a file is in the place of one.
type IrregularError struct {
	Path string
	Mode fs.FileMode // its type
}

// Error says what is there instead.
func (e *IrregularError) Error() string {
	what := "a device"
	switch {
	case e.Mode.IsDir():
		what = "a folder"
	case e.Mode&fs.ModeNamedPipe != 0:
		what = "a named pipe"
	case e.Mode&fs.ModeSocket != 0:
		what = "a socket"
	}
	return fmt.Sprintf("%s is %s, not a file", e.Path, what)
}

// TooLargeError means that a file has more than Most bytes.
type TooLargeError struct {
	Path string
	Most int64
}

// Error names the file and the limit.
func (e *TooLargeError) Error() string {
	return fmt.Sprintf("%s is larger than %d bytes", e.Path, e.Most)
}

// Open opens a file for reading. The error is an *IrregularError if it is something else.
func Open(path string) (*os.File, error) { return OpenFlags(path, os.O_RDONLY) }

// OpenFlags opens a file as os.OpenFile does. It creates one that only its owner can read. The
// error is an *IrregularError if it is something else.
func OpenFlags(path string, flags int) (*os.File, error) {
	// Without O_NONBLOCK, opening a named pipe waits for its other end.
	file, err := os.OpenFile(path, flags|nonblock, private)
	if err != nil {
		if info, unknown := os.Stat(path); unknown == nil && !info.Mode().IsRegular() {
			return nil, &IrregularError{path, info.Mode().Type()}
		}
		return nil, err
	}
	info, err := file.Stat()
	if err == nil && !info.Mode().IsRegular() {
		err = &IrregularError{path, info.Mode().Type()}
	}
	if err != nil {
		_ = file.Close()
		return nil, err
	}
	return file, nil
}

// Read reads a file of at most bytes. The error is an *IrregularError if it is something
// else, and a *TooLargeError if it is larger.
func Read(path string, most int64) ([]byte, error) {
	file, err := Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // only read
	return readAll(file, most)
}

// IsNull reports whether a path stands for the null device, with which people say that there is
// nothing.
func IsNull(path string) bool {
	info, err := os.Stat(path)
	if err != nil {
		return false
	}
	null, err := os.Stat(os.DevNull)
	return err == nil && os.SameFile(info, null)
}

// OpenNamed opens what a user named for reading. It may be a pipe, such as that of a shell's
// <(command), for which it waits. The error is an *IrregularError if it is a folder.
func OpenNamed(path string) (*os.File, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	if info, err := file.Stat(); err == nil && info.IsDir() {
		_ = file.Close()
		return nil, &IrregularError{path, fs.ModeDir}
	}
	return file, nil
}

// ReadNamed reads what a user named, see OpenNamed, as Read does.
func ReadNamed(path string, most int64) ([]byte, error) {
	file, err := OpenNamed(path)
	if err != nil {
		return nil, err
	}
	defer file.Close() //nolint:errcheck // only read
	return readAll(file, most)
}

func readAll(file *os.File, most int64) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(file, most+1))
	if err == nil && int64(len(text)) > most {
		err = &TooLargeError{file.Name(), most}
	}
	if err != nil {
		return nil, err
	}
	return text, nil
}

// Lock returns the lock that a file stands for. The file is created when the lock is taken, and
// only its owner can read it.
func Lock(path string) *flock.Flock {
	return flock.New(path, flock.SetPermissions(private), flock.SetFlag(os.O_CREATE|os.O_RDONLY|nonblock))
}
