package cli

import (
	"io"
	"os"
	"sync/atomic"
)

// watchedWriter is an output that remembers whether a write failed.
type watchedWriter interface {
	io.Writer
	// failed returns the error of the first write that failed, or nil.
	failed() error
}

// watchWrites watches an output. Of a file it stays one, so that a terminal is still known.
func watchWrites(w io.Writer) watchedWriter {
	if file, ok := w.(*os.File); ok {
		return &watchedFile{File: file}
	}
	return &watchedOutput{to: w}
}

// firstError keeps the first of several errors.
type firstError struct{ err atomic.Pointer[error] }

func (f *firstError) note(n int, err error) (int, error) {
	if err != nil {
		f.err.CompareAndSwap(nil, &err)
	}
	return n, err
}

func (f *firstError) failed() error {
	if err := f.err.Load(); err != nil {
		return *err
	}
	return nil
}

type watchedOutput struct {
	firstError

	to io.Writer
}

// Write implements io.Writer.
func (w *watchedOutput) Write(p []byte) (int, error) { return w.note(w.to.Write(p)) }

type watchedFile struct {
	firstError
	*os.File
}

// Write implements io.Writer.
func (w *watchedFile) Write(p []byte) (int, error) { return w.note(w.File.Write(p)) }

// WriteString implements io.StringWriter, which os.File does too.
func (w *watchedFile) WriteString(s string) (int, error) { return w.note(w.File.WriteString(s)) }

// ReadFrom implements io.ReaderFrom, which os.File does too.
func (w *watchedFile) ReadFrom(from io.Reader) (int64, error) {
	n, err := w.File.ReadFrom(from)
	_, _ = w.note(0, err)
	return n, err
}
