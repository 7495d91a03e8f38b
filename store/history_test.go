package store_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jettison/store"
)

func TestHistoryIsRemembered(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state", "history")
	h := store.OpenHistory(path)
	if lines, err := h.Load(); err != nil || len(lines) > 0 {
		t.Fatalf("at first it is %q, %v", lines, err)
	}
	for _, lines := range [][]string{{"unused age>30d", `repo:"a b"`, "größe"}, {"dangling"}} {
		if err := h.Save(lines); err != nil {
			t.Fatal(err)
		}
		if got, err := store.OpenHistory(path).Load(); err != nil || !slices.Equal(got, lines) {
			t.Errorf("it is %q, %v, want %q", got, err, lines)
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others can read it: %v, %v", info, err)
	}
	if files, err := os.ReadDir(filepath.Dir(path)); err != nil || len(files) != 1 {
		t.Errorf("left behind: %v, %v", files, err)
	}
}

// In a truncated or overwritten file only the bad lines are lost.
func TestHistorySkipsBadLines(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "history")
	text := "unused\n\x1b[2Jboom\n\n" + strings.Repeat("x", 5000) + "\n\xff\xfe\ndangling\ncut o"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	h := store.OpenHistory(path)
	if got, err := h.Load(); err != nil || !slices.Equal(got, []string{"unused", "dangling"}) {
		t.Errorf("it is %q, %v", got, err)
	}
	if err := h.Save([]string{"two\nlines", "one"}); err != nil {
		t.Fatal(err)
	}
	if got, err := h.Load(); err != nil || !slices.Equal(got, []string{"one"}) {
		t.Errorf("it is %q, %v", got, err)
	}
}
