package house_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What jettison keeps is opened by package store/files, which neither waits for the other end
// of a named pipe nor reads a file without an end.
func TestFilesAreOpenedInOneRoom(t *testing.T) {
	t.Parallel()
	opens := regexp.MustCompile(`\b(os\.(Open|OpenFile|Create|ReadFile|WriteFile)|flock\.New)\(`)
	exclusive := regexp.MustCompile(`os\.OpenFile\(.*\bos\.O_EXCL\b`) // fails where something is already
	for _, room := range []string{"../store", "../cli", "../cleanup"} {
		err := filepath.WalkDir(room, func(path string, entry fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case entry.IsDir() && (path == filepath.Join("..", "store", "files") || entry.Name() == "testdata"):
				return fs.SkipDir
			case entry.IsDir(), !strings.HasSuffix(path, ".go"), strings.HasSuffix(path, "_test.go"), strings.HasSuffix(path, "sync_unix.go"):
				return nil
			}
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			n := 0
			for line := range strings.Lines(string(text)) {
				n++
				if opens.MatchString(line) && !exclusive.MatchString(line) {
					t.Errorf("%s:%d opens a file itself: %s", path, n, strings.TrimSpace(line))
				}
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
}
