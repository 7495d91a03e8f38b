package store_test

import (
	"os"
	"path/filepath"
	"testing"

	"jettison/store"
)

// What a link leads to is replaced rather than the link, also if it is not there yet.
func TestPinsThatAreALink(t *testing.T) {
	t.Parallel()
	path, target := filepath.Join(t.TempDir(), "pins"), filepath.Join(t.TempDir(), "my pins")
	if err := os.Symlink(target, path); err != nil {
		t.Skip(err) // Windows asks for a right
	}
	for _, query := range []string{"tag:1", "tag:2"} {
		if added, err := store.OpenPins(path).Add(query); !added || err != nil {
			t.Fatalf("added %t, %v", added, err)
		}
	}
	if to, err := os.Readlink(path); err != nil || to != target {
		t.Errorf("the link leads to %q, %v", to, err)
	}
	if text, err := os.ReadFile(target); err != nil || string(text) != "tag:1\ntag:2\n" {
		t.Errorf("elsewhere is %q, %v", text, err)
	}
}
