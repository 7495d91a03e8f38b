package archive_test

import (
	"bytes"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"jettison/model"
	"jettison/store/archive"
)

func TestArchive(t *testing.T) {
	for name, save := range forms() {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "backups")
			m := two(t, folder, save)
			if m.Blobs[digest.FromString("base layer")] != 10 || !m.Has(model.ImageID("sha256:app").Target()) || m.Has(model.ImageID("sha256:other").Target()) {
				t.Errorf("%+v", m)
			}
			read, err := archive.Read(folder, m.Name)
			must(t, err)
			if object(t, read) != object(t, m) {
				t.Errorf("read %s\nwritten %s", object(t, read), object(t, m))
			}
			checkWhole(t, folder, m)
			checkBase(t, folder, m)
			checkFiles(t, folder, m.Name+".json", m.Name+".tar.zst")
		})
	}
}

// A wrong or interrupted answer of an engine makes no backup and leaves no files.
func TestNoBackup(t *testing.T) {
	good := layout(t, `{"a":1}`, "layer")
	wrong := tarOf(t, file{name: "blobs/sha256/" + hex("this"), content: "that"})
	several := tarOf(t, file{name: "manifest.json", content: `[{"Config":"a.json"},{"Config":"b.json"}]`})
	missing := tarOf(t, file{name: "manifest.json", content: `[{"Config":"a.json","Layers":["x/layer.tar"]}]`})
	described := object(t, v1.Manifest{Config: v1.Descriptor{Digest: digest.FromString("c")}, Layers: []v1.Descriptor{{Digest: digest.FromString("l")}}})
	hollow := tarOf(t, file{name: "blobs/sha256/" + hex(described), content: described}, file{name: "blobs/sha256/" + hex("c"), content: "c"},
		file{name: "index.json", content: object(t, v1.Index{Manifests: []v1.Descriptor{{Digest: digest.FromString(described)}}})})
	of := manifestOf(t, `{"a":1}`, "another layer")
	other := tarOf(t, file{name: "blobs/sha256/" + hex(of), content: of}, file{name: "blobs/sha256/" + hex(`{"a":1}`), content: `{"a":1}`},
		file{name: "blobs/sha256/" + hex("layer"), content: "layer"}, file{name: "blobs/sha256/" + hex("another layer"), content: "another layer"},
		file{name: "index.json", content: object(t, v1.Index{Manifests: []v1.Descriptor{{Digest: digest.FromString(of)}}})},
		file{name: "manifest.json", content: fmt.Sprintf(`[{"Config":"blobs/sha256/%s","Layers":["blobs/sha256/%s"]}]`, hex(`{"a":1}`), hex("layer"))})
	for name, saved := range map[string][]byte{
		"hollow": hollow, "two descriptions of different images": other,
		"cut": good[:len(good)/2], "wrong": wrong, "several": several, "missing": missing, "empty": tarOf(t), "nothing": nil, "no tar": []byte(strings.Repeat("no", 1000)),
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			w, err := archive.Create(folder, "one", "", at)
			must(t, err)
			must(t, w.Add([]archive.Image{{ID: "sha256:good"}}, bytes.NewReader(good)))
			if err := w.Add([]archive.Image{{ID: "sha256:bad"}}, bytes.NewReader(saved)); err == nil {
				t.Error("it was taken in")
			}
			w.Abort()
			checkFiles(t, folder)
		})
	}
}

// What could not be read again is no backup, and leaves no files.
func TestBackupThatCannotBeRead(t *testing.T) {
	for name, about := range map[string]archive.Image{
		"no ID":    {},
		"too long": {ID: "sha256:long", References: []string{strings.Repeat("a", 4<<20)}},
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			w, err := archive.Create(folder, "one", "", at)
			must(t, err)
			must(t, w.Add([]archive.Image{about}, bytes.NewReader(layout(t, `{"a":1}`, "layer"))))
			if _, err := w.Commit(); err == nil || !strings.Contains(err.Error(), "could not be read again") {
				t.Errorf("it is a backup: %v", err)
			}
			checkFiles(t, folder)
		})
	}
}

// A large archive has several frames of different compression levels, which are read as one
// stream.
func TestLargeArchive(t *testing.T) {
	t.Parallel()
	folder, random := t.TempDir(), rand.NewChaCha8([32]byte{})
	content := make([]byte, 26<<20) // half of it is incompressible, as programs are in part
	for i := 0; i < len(content); i += 2 << 10 {
		_, _ = random.Read(content[i : i+1<<10]) // never fails
	}
	large := string(content)
	w, err := archive.Create(folder, "large", "", at)
	must(t, err)
	from := &watched{bytes.NewReader(layout(t, `{"large":1}`, large, "small")), w}
	must(t, w.Add([]archive.Image{{ID: "sha256:large"}}, from))
	m, err := w.Commit()
	must(t, err)
	text, err := os.ReadFile(filepath.Join(folder, m.Archive))
	must(t, err)
	frames := 0
	for rest := text; len(rest) > 0; frames++ {
		rest = rest[frameLength(t, rest):]
	}
	if frames < 3 {
		t.Errorf("%d frames", frames)
	}
	unzip, err := zstd.NewReader(bytes.NewReader(text))
	must(t, err)
	defer unzip.Close()
	if files := contents(t, unzip); files["blobs/sha256/"+hex(large)] != large {
		t.Error("something else came out")
	}
	must(t, archive.WriteImages(t.Context(), folder, m, []model.ImageID{"sha256:large"}, io.Discard, nil))
}
