//go:build unix

package files_test

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"jettison/store/files"
)

// irregular puts things that are no files in a folder, by what errors call them.
func irregular(t *testing.T) map[string]string {
	t.Helper()
	root, err := os.MkdirTemp("", "files") //nolint:usetesting // the test's own folder may be too long for a socket path
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(root) })
	at := func(name string) string { return filepath.Join(root, name) }
	socket, err := new(net.ListenConfig).Listen(t.Context(), "unix", at("socket"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = socket.Close() })
	if err := errors.Join(syscall.Mkfifo(at("pipe"), 0o600), os.Mkdir(at("folder"), 0o700), os.Symlink(os.DevNull, at("null")), os.Symlink("pipe", at("link"))); err != nil {
		t.Fatal(err)
	}
	return map[string]string{"pipe": at("pipe"), "link": at("link"), "folder": at("folder"), "socket": at("socket"), "device": at("null")}
}

// What is no file is refused at once, whatever it is opened for.
func TestIrregularFiles(t *testing.T) {
	t.Parallel()
	for what, path := range irregular(t) {
		for _, flags := range []int{os.O_RDONLY, os.O_WRONLY | os.O_CREATE | os.O_APPEND, os.O_RDWR, os.O_WRONLY | os.O_TRUNC} {
			file, err := files.OpenFlags(path, flags)
			if _, ok := errors.AsType[*files.IrregularError](err); !ok {
				t.Errorf("%s with %#x: %v, %v", what, flags, file, err)
			}
		}
		if what == "link" {
			what = "pipe"
		}
		if _, err := files.Read(path, 10); err == nil || !strings.Contains(err.Error(), what+", not a file") {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// Only the null device stands for nothing.
func TestNull(t *testing.T) {
	t.Parallel()
	for what, path := range irregular(t) {
		if is := files.IsNull(path); is != (what == "device") {
			t.Errorf("%s: %t", what, is)
		}
	}
	for _, path := range []string{"/dev/zero", "/no such file"} {
		if files.IsNull(path) {
			t.Errorf("%s stands for nothing", path)
		}
	}
}

// A lock is taken whatever stands for it, or is refused at once.
func TestLockOfIrregularFiles(t *testing.T) {
	t.Parallel()
	for what, path := range irregular(t) {
		lock := files.Lock(path)
		got, err := lock.TryLock()
		if what == "folder" && err == nil || what == "pipe" && !got {
			t.Errorf("%s: %t, %v", what, got, err)
		}
		_ = lock.Close()
	}
}

func TestReadOfTooMuch(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(path, []byte("12345"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, read := range []func(string, int64) ([]byte, error){files.Read, files.ReadNamed} {
		if text, err := read(path, 5); string(text) != "12345" || err != nil {
			t.Errorf("%q, %v", text, err)
		}
		if _, err := read(path, 4); err == nil || !strings.HasSuffix(err.Error(), " is larger than 4 bytes") {
			t.Error(err)
		}
		if _, err := read(path+"s", 4); !errors.Is(err, fs.ErrNotExist) {
			t.Error(err)
		}
	}
	// A file of the kernel's says that it has no bytes, and has some.
	if _, err := files.ReadNamed("/proc/self/status", 10); err == nil || runtime.GOOS == "linux" && !strings.Contains(err.Error(), "larger") {
		t.Error(err)
	}
}
