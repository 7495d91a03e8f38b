package store_test

import (
	"bytes"
	"iter"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"jettison/model"
	"jettison/model/layers"
	"jettison/model/size"
	"jettison/store"
)

func facts(id string) model.LayerFacts {
	return model.LayerFacts{
		ID: model.ImageID(id), Chain: []layers.ChainID{"sha256:a", "sha256:b"},
		Files: []size.Range{size.Exact(5), {Min: 0, Max: 7}}, Record: size.Range{Min: 1, Max: 3}, Content: 2, Size: 14, MayLoseLayerFiles: true, Platforms: []string{"sha256:amd64"},
	}
}

func load(t testing.TB, l *store.Layers) []model.LayerFacts {
	t.Helper()
	var all []model.LayerFacts
	if err := l.Load(func(f model.LayerFacts) { all = append(all, f) }); err != nil {
		t.Fatal(err)
	}
	return all
}

func save(t testing.TB, l *store.Layers, all ...model.LayerFacts) {
	t.Helper()
	if err := l.Save(slices.Values(all)); err != nil {
		t.Fatal(err)
	}
}

func TestLayersComeBack(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "not", "there")
	l := store.OpenLayers(folder, "overlay2", "")
	if got := load(t, l); got != nil {
		t.Fatalf("a file that is not there has %v", got)
	}
	bare := model.LayerFacts{ID: "sha256:bare"}
	save(t, l, facts("sha256:one"), bare)
	if got := load(t, l); !reflect.DeepEqual(got, []model.LayerFacts{facts("sha256:one"), bare}) {
		t.Errorf("saved and loaded: %+v", got)
	}
	// Images on the engine come first; other cached images remain.
	changed := facts("sha256:one")
	changed.Content = 3
	save(t, l, facts("sha256:two"), changed)
	if got := load(t, l); !reflect.DeepEqual(got, []model.LayerFacts{facts("sha256:two"), changed, bare}) {
		t.Errorf("saved again: %+v", got)
	}
	if got := load(t, store.OpenLayers(folder, "btrfs", "")); got != nil {
		t.Errorf("another driver has %v", got)
	}
}

func TestLayersAreTheOwnersAlone(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("no such rights there")
	}
	folder := t.TempDir()
	save(t, store.OpenLayers(folder, "../over lay", ""), facts("sha256:one"))
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 1 || files[0].Name() != "layers----over-lay.jsonl" {
		t.Fatalf("%v %v", files, err)
	}
	if info, err := files[0].Info(); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v %v", info.Mode(), err)
	}
}

func TestOtherVersionIsNotRead(t *testing.T) {
	folder := t.TempDir()
	l := store.OpenLayers(folder, "overlay2", "")
	save(t, l, facts("sha256:one"))
	path := filepath.Join(folder, "layers-overlay2.jsonl")
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	newer := bytes.Replace(text, []byte(`"version":4`), []byte(`"version":5`), 1)
	if err := os.WriteFile(path, newer, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := load(t, l); got != nil {
		t.Errorf("read %v", got)
	}
}

// However a file is truncated or changed, reading it gives facts that were written or make
// sense, and it can be replaced.
func TestDamagedLayers(t *testing.T) {
	folder := t.TempDir()
	path := filepath.Join(folder, "layers-overlay2.jsonl")
	l := store.OpenLayers(folder, "overlay2", "")
	save(t, l, facts("sha256:one"), facts("sha256:two"), facts("sha256:three"))
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
		for _, f := range load(t, l) {
			if f.ID == "" || len(f.Files) > 0 && len(f.Files) != len(f.Chain) {
				r.Fatalf("read %+v", f)
			}
		}
		save(t, l, facts("sha256:four"))
		if got := load(t, l); len(got) == 0 || !reflect.DeepEqual(got[0], facts("sha256:four")) {
			r.Fatalf("written anew: %+v", got)
		}
	})
}

func TestLayersFileIsBounded(t *testing.T) {
	folder := t.TempDir()
	l := store.OpenLayers(folder, "overlay2", "")
	store.SetRoom(l, 64<<10)
	long := facts("sha256:long")
	long.Chain = []layers.ChainID{layers.ChainID(strings.Repeat("x", 500)), "sha256:b"}
	many := func(n int) iter.Seq[model.LayerFacts] {
		return func(yield func(model.LayerFacts) bool) {
			for i := range n {
				next := long
				next.ID = model.ImageID("sha256:" + strings.Repeat("i", i+1))
				if !yield(next) {
					return
				}
			}
		}
	}
	if err := l.Save(many(200)); err != nil {
		t.Fatal(err)
	}
	info, err := os.Stat(filepath.Join(folder, "layers-overlay2.jsonl"))
	if err != nil || info.Size() > 64<<10 {
		t.Errorf("%d bytes, %v", info.Size(), err)
	}
	if n := len(load(t, l)); n < 60 {
		t.Errorf("only %d images fit", n)
	}
}

func TestAFolderThatCantBeMadeIsAnError(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	l := store.OpenLayers(filepath.Join(file, "folder"), "overlay2", "")
	if err := l.Save(slices.Values([]model.LayerFacts{facts("sha256:one")})); err == nil {
		t.Error("saved below a file")
	}
}

// A file of the version before keeps what its images' IDs fix, and nothing about tags.
func TestFormerLayersAreRead(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	const text = `{"version":3}
{"id":"sha256:one","size":14,"chain":["sha256:a","sha256:b"],"files":[[5,5],[0,7]],"record":[1,3],"content":2,"unanchored":true,"tags":["app:1"],"tagged":1767225600000000000}
`
	path := filepath.Join(folder, "layers-overlay2.jsonl")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	l := store.OpenLayers(folder, "overlay2", "")
	former := facts("sha256:one")
	former.Platforms = nil
	if got := load(t, l); !reflect.DeepEqual(got, []model.LayerFacts{former}) {
		t.Errorf("read %+v", got)
	}
	save(t, l, facts("sha256:two"))
	if text, err := os.ReadFile(path); err != nil || bytes.Contains(text, []byte("tagged")) || !bytes.Contains(text, []byte("sha256:one")) {
		t.Errorf("%s %v", text, err)
	}
}

// What differs between engines is in a file for each, and the file that they had in common
// before goes.
func TestLayersOfOneEngine(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	shared := filepath.Join(folder, "layers-overlayfs.jsonl")
	if err := os.WriteFile(shared, []byte("{\"version\":3}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	one, other := store.OpenLayers(folder, "overlayfs", "ID:1"), store.OpenLayers(folder, "overlayfs", "ID:2")
	save(t, one, facts("sha256:one"))
	if got := load(t, other); got != nil {
		t.Errorf("another engine has %v", got)
	}
	if got := load(t, one); len(got) != 1 {
		t.Errorf("the engine has %v", got)
	}
	if _, err := os.Stat(shared); !os.IsNotExist(err) {
		t.Errorf("the old file is still there: %v", err)
	}
	for i := range 12 {
		save(t, store.OpenLayers(folder, "overlayfs", strings.Repeat("x", i+1)), facts("sha256:one"))
	}
	if files, err := os.ReadDir(folder); err != nil || len(files) > 8 {
		t.Errorf("%d files stay, %v", len(files), err)
	}
}
