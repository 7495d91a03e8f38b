package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"jettison/store"
)

func texts(lines []store.PinLine) []string {
	var all []string
	for _, line := range lines {
		all = append(all, fmt.Sprintf("%d %s", line.Line, line.Query))
	}
	return all
}

// Lines written by hand stay unchanged.
func TestPinsAreKept(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state", "pins")
	p := store.OpenPins(path)
	if lines, err := p.Load(); err != nil || len(lines) > 0 {
		t.Fatalf("at first %v, %v", lines, err)
	}
	if removed, err := p.Remove(func(string) bool { return true }); removed || err != nil {
		t.Errorf("of nothing removed %t, %v", removed, err)
	}
	if added, err := p.Add("a"); !added || err != nil {
		t.Errorf("added %t, %v", added, err)
	}
	if added, err := p.Add(" a "); added || err != nil {
		t.Errorf("added once more: %t, %v", added, err)
	}
	if err := os.WriteFile(path, []byte("# mine\r\n\n  a\nb"), 0o600); err != nil {
		t.Fatal(err)
	}
	if added, err := p.Add("c d"); !added || err != nil {
		t.Errorf("added %t, %v", added, err)
	}
	lines, err := p.Load()
	if want := []string{"3 a", "4 b", "5 c d"}; err != nil || !slices.Equal(texts(lines), want) {
		t.Errorf("pinned %q, %v, want %q", texts(lines), err, want)
	}
	if removed, err := p.Remove(func(query string) bool { return query != "b" }); !removed || err != nil {
		t.Errorf("removed %t, %v", removed, err)
	}
	text, err := os.ReadFile(path)
	if err != nil || string(text) != "# mine\n\nb\n" {
		t.Errorf("left %q, %v", text, err)
	}
	for _, bad := range []string{"", " ", "#x", "a\nb", "\x1b[2J"} {
		if _, err := p.Add(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm()&0o077 != 0 {
		t.Errorf("others can read it: %v, %v", info, err)
	}
}

// Concurrent writers lose nothing.
func TestPinsOfSeveralAtOnce(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "pins")
	var group sync.WaitGroup
	for i := range 8 {
		group.Go(func() {
			if added, err := store.OpenPins(path).Add(fmt.Sprintf("tag:%d", i)); !added || err != nil {
				t.Errorf("added %t, %v", added, err)
			}
		})
	}
	group.Wait()
	if lines, err := store.OpenPins(path).Load(); err != nil || len(lines) != 8 {
		t.Errorf("pinned %q, %v", texts(lines), err)
	}
}

// A file that is too large is rejected as a whole.
func TestPinsWithoutEnd(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "pins")
	if err := os.WriteFile(path, []byte(strings.Repeat("tag:1\n", 1<<18)), 0o600); err != nil {
		t.Fatal(err)
	}
	if lines, err := store.OpenPins(path).Load(); err == nil {
		t.Errorf("%d pins", len(lines))
	}
	if _, err := store.OpenPins(path).Add("tag:2"); err == nil {
		t.Error("a pin was added")
	}
}
