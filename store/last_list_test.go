package store_test

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"jettison/model"
	"jettison/store"
)

func lastList() *model.LastList {
	return &model.LastList{
		At: time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC), Took: 18 * time.Second,
		Images: []*model.Image{
			{
				ID: "sha256:aa", Parent: "sha256:bb", Tags: []string{"app:1", "app:2"}, Digests: []string{"app@sha256:cc"}, DigestNames: []string{"app@sha256:cc"},
				Created: time.Date(2026, 10, 1, 12, 0, 0, 0, time.UTC), Size: 12, SharedSize: model.Unknown, Labels: map[string]string{"keep": "é ✓"},
			},
			{ID: "sha256:bb", DigestNames: []string{}, SharedSize: model.Unknown}, // it has no digest of its own
		},
	}
}

// fileOf returns the only file of a last list in a folder.
func fileOf(t *testing.T, folder string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(folder, "list-*.json"))
	if err != nil || len(files) != 1 {
		t.Fatal(files, err)
	}
	return files[0]
}

// Each engine has its own list, of which only so many are kept, for the owner alone.
func TestLastListsAreOfOneEngine(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "not", "there")
	one := store.OpenLastList(folder, "one")
	if list, err := one.Load(); list != nil || err != nil {
		t.Errorf("a file that is not there has %v, %v", list, err)
	}
	if err := one.Save(lastList()); err != nil {
		t.Fatal(err)
	}
	if list, err := store.OpenLastList(folder, "other").Load(); list != nil || err != nil {
		t.Errorf("another engine has %v, %v", list, err)
	}
	path := fileOf(t, folder)
	if info, err := os.Stat(path); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Replace(string(text), `"engine":"one"`, `"engine":"two"`, 1)), 0o600); err != nil {
		t.Fatal(err)
	}
	if list, err := one.Load(); list != nil || err == nil {
		t.Errorf("a file of another engine is read as %v, %v", list, err)
	}
	for i := range 12 {
		if err := store.OpenLastList(folder, strings.Repeat("x", i+1)).Save(lastList()); err != nil {
			t.Fatal(err)
		}
	}
	if files, err := os.ReadDir(folder); err != nil || len(files) > 8 {
		t.Errorf("%d files stay, %v", len(files), err)
	}
}

// A damaged list is an error or makes sense, and can be replaced. Nothing of it reaches a
// terminal raw.
func TestDamagedLastList(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	list := store.OpenLastList(folder, "one")
	if err := list.Save(lastList()); err != nil {
		t.Fatal(err)
	}
	path := fileOf(t, folder)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(r *rapid.T) {
		text := slices.Clone(whole[:rapid.IntRange(0, len(whole)).Draw(r, "cut")])
		for range rapid.IntRange(0, 3).Draw(r, "changes") {
			if len(text) > 0 {
				text[rapid.IntRange(0, len(text)-1).Draw(r, "at")] = rapid.Byte().Draw(r, "byte")
			}
		}
		if err := os.WriteFile(path, text, 0o600); err != nil {
			r.Fatal(err)
		}
		read, err := list.Load()
		if err == nil && read == nil {
			r.Error("neither a list nor an error")
		}
		if read == nil {
			return
		}
		for _, image := range read.Images {
			if image.ID == "" || image.Size < 0 {
				r.Errorf("an image that makes no sense: %+v", image)
			}
			for _, tag := range image.Tags {
				if tag != model.Clean(tag) {
					r.Errorf("%q is not clean", tag)
				}
			}
		}
	})
	if err := list.Save(lastList()); err != nil {
		t.Fatal(err)
	}
	if read, err := list.Load(); err != nil || len(read.Images) != 2 {
		t.Errorf("replaced by %v, %v", read, err)
	}
}

// What is no file is not opened: it could block.
func TestLastListThatIsNoFile(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	list := store.OpenLastList(folder, "one")
	if err := list.Save(lastList()); err != nil {
		t.Fatal(err)
	}
	path := fileOf(t, folder)
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(path, 0o700); err != nil {
		t.Fatal(err)
	}
	if read, err := list.Load(); read != nil || err == nil {
		t.Errorf("read %v, %v", read, err)
	}
}

// Of a list that is too long, how long it took is kept, so that a start can tell.
func TestTooLongLastList(t *testing.T) {
	t.Parallel()
	list, long := store.OpenLastList(t.TempDir(), "one"), lastList()
	long.Images[0].Labels = map[string]string{"long": strings.Repeat("x", 64<<20)}
	if err := list.Save(long); err != nil {
		t.Fatal(err)
	}
	read, err := list.Load()
	if err != nil || read.Images != nil || read.Took != long.Took || !read.At.Equal(long.At) {
		t.Errorf("read as %+v, %v", read, err)
	}
	none := &model.LastList{At: long.At, Took: long.Took, Images: []*model.Image{}}
	if err := list.Save(none); err != nil {
		t.Fatal(err)
	}
	if read, err := list.Load(); err != nil || read.Images == nil {
		t.Errorf("an engine without images has %+v, %v", read, err)
	}
}

// Which engine was last at an address is kept for each address, in files for the owner alone, of which
// only so many are kept. A file that is of no use is as none.
func TestLastEngines(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "not", "there")
	for i := range 30 {
		host := fmt.Sprintf("unix:///run/%d.sock", i)
		kept := store.OpenLastEngine(folder, host)
		if engine := kept.Load(); engine != "" {
			t.Errorf("at %s is %q", host, engine)
		}
		for _, engine := range []string{"one", "other"} {
			if err := kept.Save(engine); err != nil {
				t.Fatal(err)
			}
			if got := kept.Load(); got != engine {
				t.Errorf("at %s is %q, not %q", host, got, engine)
			}
		}
	}
	found, err := filepath.Glob(filepath.Join(folder, "at-*.json"))
	if err != nil || len(found) != 16 {
		t.Fatal(found, err)
	}
	for _, path := range found {
		if err := os.WriteFile(path, []byte(`{"host":"unix:///run/29.sock","engine":1}`), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if engine := store.OpenLastEngine(folder, "unix:///run/29.sock").Load(); engine != "" {
		t.Errorf("a damaged file has %q", engine)
	}
}
