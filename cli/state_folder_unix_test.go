//go:build unix

package cli

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"

	"jettison/dockerx/sim"
)

// Files that jettison writes are accessible only to their owner, whatever the umask.
func TestRightsOfFiles(t *testing.T) { //nolint:paralleltest // the umask is the whole process's
	before := syscall.Umask(0)
	defer syscall.Umask(before)
	root := t.TempDir()
	t.Setenv("HOME", root)
	for _, name := range []string{"STATE", "CACHE", "CONFIG"} {
		t.Setenv("XDG_"+name+"_HOME", filepath.Join(root, strings.ToLower(name)))
	}
	b := newHarness(t, shop(), sim.Options{})
	b.call.env, b.call.layers = environment, openLayerCache()
	b.succeeds("pin", "ref:acme/api:1.0")
	b.succeeds("ls", "layers>0")
	b.succeeds("rm", "--yes", "ref:legacy:app")
	b.succeeds("unpin", "ref:acme/api:1.0")
	_, remember := historyOf(&flags{})
	remember([]string{"unused"})

	var found []string
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || path == root {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		want := fs.FileMode(0o600)
		if entry.IsDir() {
			want = 0o700
		} else {
			found = append(found, strings.TrimPrefix(path, root+"/"))
		}
		if got := info.Mode().Perm(); got != want {
			t.Errorf("%s has the rights %o, want %o", path, got, want)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"journal", "pins", "history", "locks/", "jettison/layers-"} {
		if !slices.ContainsFunc(found, func(path string) bool { return strings.Contains(path, name) }) {
			t.Errorf("no %s among %q", name, found)
		}
	}
}
