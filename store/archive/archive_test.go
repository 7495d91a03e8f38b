package archive_test

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
	"pgregory.net/rapid"

	"jettison/model"
	"jettison/store/archive"
)

var at = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// file is a file, or with a target a link, of what an engine saves.
type file struct {
	name, content, target string
}

func tarOf(t testing.TB, files ...file) []byte {
	t.Helper()
	var buffer bytes.Buffer
	to := tar.NewWriter(&buffer)
	for _, f := range files {
		header := &tar.Header{Typeflag: tar.TypeReg, Name: f.name, Size: int64(len(f.content)), Mode: 0o644}
		if f.target != "" {
			header = &tar.Header{Typeflag: tar.TypeSymlink, Name: f.name, Linkname: f.target}
		}
		must(t, to.WriteHeader(header))
		_, err := io.WriteString(to, f.content)
		must(t, err)
	}
	must(t, to.Close())
	return buffer.Bytes()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func hex(content string) string { return digest.FromString(content).Encoded() }

func object(t testing.TB, content any) string {
	t.Helper()
	text, err := json.Marshal(content)
	must(t, err)
	return string(text)
}

// layout is what Docker 25 and newer save: an OCI layout that docker reads too.
func layout(t testing.TB, config string, layers ...string) []byte {
	t.Helper()
	manifest := v1.Manifest{Config: v1.Descriptor{Digest: digest.FromString(config)}}
	paths := []string{}
	files := []file{{name: "oci-layout", content: `{"imageLayoutVersion":"1.0.0"}`}, {name: "blobs/sha256/" + hex(config), content: config}}
	for _, layer := range layers {
		manifest.Layers = append(manifest.Layers, v1.Descriptor{Digest: digest.FromString(layer)})
		paths = append(paths, "blobs/sha256/"+hex(layer))
		files = append(files, file{name: "blobs/sha256/" + hex(layer), content: layer})
	}
	described := object(t, manifest)
	index := v1.Index{Manifests: []v1.Descriptor{{
		Digest: digest.FromString(described), Size: int64(len(described)),
		Annotations: map[string]string{"io.containerd.image.name": "docker.io/library/old:1", "org.opencontainers.image.ref.name": "1"},
	}}}
	return tarOf(t, append(files,
		file{name: "blobs/sha256/" + hex(described), content: described},
		file{name: "index.json", content: object(t, index)},
		file{name: "manifest.json", content: object(t, []map[string]any{
			{"Config": "blobs/sha256/" + hex(config), "RepoTags": []string{"old:1"}, "Layers": paths},
		})})...)
}

// legacy is what docker save wrote before; a layer that comes twice is a link.
func legacy(t testing.TB, config string, layers ...string) []byte {
	t.Helper()
	files := []file{{name: hex(config) + ".json", content: config}}
	paths, seen := []string{}, map[string]string{}
	for i, layer := range layers {
		folder := fmt.Sprintf("layer%d", i)
		path := folder + "/layer.tar"
		files = append(files, file{name: folder + "/VERSION", content: "1.0"}, file{name: folder + "/json", content: "{}"})
		if first, twice := seen[layer]; twice {
			files = append(files, file{name: path, target: "../" + first})
		} else {
			files = append(files, file{name: path, content: layer})
			seen[layer] = path
		}
		paths = append(paths, path)
	}
	manifest := object(t, []map[string]any{{"Config": hex(config) + ".json", "RepoTags": []string{"old:1"}, "Layers": paths}})
	return tarOf(t, append(files, file{name: "manifest.json", content: manifest}, file{name: "repositories", content: "{}"})...)
}

// podman is what Podman saves: layers by their digest.
func podman(t testing.TB, config string, layers ...string) []byte {
	t.Helper()
	files := []file{{name: hex(config) + ".json", content: config}}
	paths := []string{}
	for i, layer := range layers {
		files = append(files, file{name: hex(layer) + ".tar", content: layer}, file{name: fmt.Sprintf("l%d/layer.tar", i), target: "../" + hex(layer) + ".tar"})
		paths = append(paths, hex(layer)+".tar")
	}
	manifest := object(t, []map[string]any{{"Config": hex(config) + ".json", "RepoTags": nil, "Layers": paths}})
	return tarOf(t, append(files, file{name: "manifest.json", content: manifest})...)
}

// form is how an engine saves an image.
type form func(t testing.TB, config string, layers ...string) []byte

func forms() map[string]form {
	return map[string]form{"layout": layout, "legacy": legacy, "podman": podman}
}

// contents reads a whole tar.
func contents(t testing.TB, from io.Reader) map[string]string {
	t.Helper()
	found := map[string]string{}
	entries := tar.NewReader(from)
	for {
		header, err := entries.Next()
		if errors.Is(err, io.EOF) {
			return found
		}
		must(t, err)
		text, err := io.ReadAll(entries)
		must(t, err)
		if _, twice := found[header.Name]; twice {
			t.Errorf("%s is there twice", header.Name)
		}
		found[header.Name] = string(text)
	}
}

// two are the images app, on a base, and the base itself.
func two(t testing.TB, folder string, save form) *archive.Manifest {
	t.Helper()
	w, err := archive.Create(folder, "20260301-120000-abcdef", "unix:///engine.sock", at)
	must(t, err)
	must(t, w.Add([]archive.Image{{ID: "sha256:app", References: []string{"app:1", "app:2"}, Size: 30}}, bytes.NewReader(save(t, `{"app":1}`, "base layer", "app layer", "base layer"))))
	must(t, w.Add([]archive.Image{{ID: "sha256:base", Size: 10}}, bytes.NewReader(save(t, `{"base":1}`, "base layer"))))
	m, err := w.Commit()
	must(t, err)
	return m
}

// several is what the containerd store saves of images in one request: an index with a
// descriptor a name, and manifests that name what is theirs. An image is its
// configuration and its layers; its ID is that of its manifest.
func several(t testing.TB, images ...[]string) (saved []byte, ids []model.ImageID) {
	t.Helper()
	files, index, docker := []file{}, v1.Index{}, []map[string]any{}
	blob := func(content string) v1.Descriptor {
		one := file{name: "blobs/sha256/" + hex(content), content: content}
		if !slices.Contains(files, one) && content != missing {
			files = append(files, one)
		}
		return v1.Descriptor{Digest: digest.FromString(content), Size: int64(len(content))}
	}
	for _, image := range images {
		manifest, paths := v1.Manifest{Config: blob(image[0])}, []string{}
		for _, layer := range image[1:] {
			manifest.Layers = append(manifest.Layers, blob(layer))
			paths = append(paths, "blobs/sha256/"+hex(layer))
		}
		// Some are behind an index of platforms.
		described := blob(object(t, manifest))
		if len(manifest.Layers) > 1 {
			other := v1.Descriptor{Digest: digest.FromString("of another platform"), Size: 3}
			described = blob(object(t, v1.Index{Manifests: []v1.Descriptor{described, other}}))
		}
		ids = append(ids, model.ImageID(described.Digest))
		index.Manifests = append(index.Manifests, described, described) // two names
		// The order of what is for docker is none.
		docker = slices.Insert(docker, 0, map[string]any{"Config": "blobs/sha256/" + hex(image[0]), "Layers": paths})
	}
	files = append(files, file{name: "index.json", content: object(t, index)}, file{name: "manifest.json", content: object(t, docker)})
	return tarOf(t, files...), ids
}

// missing is a layer that is not saved.
const missing = "missing layer"

// Images that came in one request are as if each had come alone.
func TestImagesOfOneRequest(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "backups")
	images := [][]string{
		{`{"app":1}`, "base layer", "app layer"},
		{`{"base":1}`, "base layer"},
		{`{"app":1}`, "base layer", "app layer, compressed otherwise"},
		{`{"slim":1}`},
	}
	saved, ids := several(t, images...)
	w, err := archive.Create(folder, "one", "unix:///engine.sock", at)
	must(t, err)
	var about []archive.Image
	for _, id := range ids {
		about = append(about, archive.Image{ID: id})
	}
	must(t, w.Add(about, bytes.NewReader(saved)))
	m, err := w.Commit()
	must(t, err)
	for i, image := range images {
		got := m.Images[i]
		var layers []digest.Digest
		for _, layer := range image[1:] {
			layers = append(layers, digest.FromString(layer))
		}
		blobs := len(image) + 1 // its manifest
		if len(layers) > 1 {
			blobs++ // its index
		}
		if got.ID != ids[i] || string(got.Descriptor.Digest) != string(ids[i]) || got.Config != digest.FromString(image[0]) ||
			!slices.Equal(got.Layers, layers) || len(got.Blobs) != blobs {
			t.Errorf("image %d is %+v", i, got)
		}
		var out bytes.Buffer
		must(t, archive.WriteImages(t.Context(), folder, m, ids[i:i+1], &out, nil))
		files := contents(t, &out)
		if len(files) != blobs+3 {
			t.Errorf("image %d, taken out: %v", i, slices.Sorted(maps.Keys(files)))
		}
		for _, layer := range layers {
			if _, there := files["blobs/sha256/"+layer.Encoded()]; !there {
				t.Errorf("image %d was taken out without %s", i, layer)
			}
		}
	}
}

// Images that can't be told apart, or of which one is not whole, may come again one by
// one.
func TestMixedImages(t *testing.T) {
	t.Parallel()
	app, base := []string{`{"app":1}`, "base layer", "app layer"}, []string{`{"base":1}`, "base layer"}
	saved, ids := several(t, app, base)
	cut, ofCut := several(t, app, []string{`{"cut":1}`, missing})
	for name, mixed := range map[string]struct {
		saved []byte
		ids   []model.ImageID
	}{
		"another ID": {saved, []model.ImageID{ids[0], "sha256:base"}},
		"no index":   {legacy(t, `{"app":1}`, "base layer"), []model.ImageID{"sha256:app", "sha256:base"}},
		"not whole":  {cut, ofCut},
	} {
		folder := filepath.Join(t.TempDir(), "backups")
		w, err := archive.Create(folder, "one", "", at)
		must(t, err)
		if err := w.Add([]archive.Image{{ID: mixed.ids[0]}, {ID: mixed.ids[1]}}, bytes.NewReader(mixed.saved)); !errors.Is(err, archive.ErrMixed) {
			t.Errorf("%s: %v", name, err)
		}
		must(t, w.Add([]archive.Image{{ID: "sha256:app"}}, bytes.NewReader(legacy(t, `{"app":1}`, "base layer"))))
		m, err := w.Commit()
		must(t, err)
		if len(m.Images) != 1 || m.Images[0].ID != "sha256:app" {
			t.Errorf("%s: %+v", name, m.Images)
		}
		must(t, archive.WriteImages(t.Context(), folder, m, []model.ImageID{"sha256:app"}, io.Discard, nil))
	}
}

func TestArchive(t *testing.T) {
	for name, save := range forms() {
		t.Run(name, func(t *testing.T) {
			folder := filepath.Join(t.TempDir(), "backups")
			m := two(t, folder, save)
			if m.Blobs[digest.FromString("base layer")] != 10 || !m.Has("sha256:app") || m.Has("sha256:other") {
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

// checkWhole holds the file to what docker load takes.
func checkWhole(t *testing.T, folder string, m *archive.Manifest) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(folder, m.Archive))
	must(t, err)
	if int64(len(text)) != m.Size || digest.FromBytes(text).String() != m.Digest {
		t.Error("the manifest is of another file")
	}
	unzip, err := zstd.NewReader(bytes.NewReader(text))
	must(t, err)
	defer unzip.Close()
	files := contents(t, unzip)
	var docker []struct {
		Config           string
		RepoTags, Layers []string
	}
	must(t, json.Unmarshal([]byte(files["manifest.json"]), &docker))
	var index v1.Index
	must(t, json.Unmarshal([]byte(files["index.json"]), &index))
	if len(docker) != 2 || !slices.Equal(docker[0].RepoTags, []string{"app:1", "app:2"}) || docker[1].RepoTags != nil {
		t.Errorf("manifest.json is %s", files["manifest.json"])
	}
	if files[docker[0].Config] != `{"app":1}` || len(docker[0].Layers) != 3 || files[docker[0].Layers[2]] != "base layer" {
		t.Errorf("the first image is %+v", docker[0])
	}
	if len(index.Manifests) != 3 || index.Manifests[1].Annotations["io.containerd.image.name"] != "docker.io/library/app:2" ||
		index.Manifests[2].Annotations != nil {
		t.Errorf("index.json is %s", files["index.json"])
	}
	for _, described := range index.Manifests {
		var manifest v1.Manifest
		must(t, json.Unmarshal([]byte(files["blobs/sha256/"+described.Digest.Encoded()]), &manifest))
		for _, layer := range append(manifest.Layers, manifest.Config) {
			if _, there := files["blobs/sha256/"+layer.Digest.Encoded()]; !there {
				t.Errorf("%s is not there", layer.Digest)
			}
		}
	}
}

// checkBase takes one image out.
func checkBase(t *testing.T, folder string, m *archive.Manifest) {
	t.Helper()
	var out bytes.Buffer
	read := int64(0)
	must(t, archive.WriteImages(t.Context(), folder, m, []model.ImageID{"sha256:base"}, &out, func(n int64) { read = n }))
	files := contents(t, &out)
	names := slices.DeleteFunc(slices.Sorted(maps.Keys(files)), func(name string) bool { return strings.HasPrefix(name, "blobs/") })
	if !slices.Equal(names, []string{"index.json", "manifest.json", "oci-layout"}) || len(files) != 6 {
		t.Errorf("taken out: %v", slices.Sorted(maps.Keys(files)))
	}
	if strings.Contains(files["manifest.json"]+files["index.json"], "old") || strings.Contains(files["manifest.json"], "app") {
		t.Errorf("named: %s %s", files["manifest.json"], files["index.json"])
	}
	if read == 0 || read > m.Unpacked() {
		t.Errorf("%d bytes read of %d", read, m.Unpacked())
	}
	if err := archive.WriteImages(t.Context(), folder, m, []model.ImageID{"sha256:other"}, io.Discard, nil); err == nil {
		t.Error("an image was taken out that is not there")
	}
}

func checkFiles(t *testing.T, folder string, want ...string) {
	t.Helper()
	var found []string
	entries, err := os.ReadDir(folder)
	must(t, err)
	for _, entry := range entries {
		found = append(found, entry.Name())
		info, err := entry.Info()
		must(t, err)
		if info.Mode().Perm() != 0o600 {
			t.Errorf("%s has mode %o", entry.Name(), info.Mode().Perm())
		}
	}
	if !slices.Equal(found, want) {
		t.Errorf("in the folder are %v", found)
	}
}

// What an engine says wrongly, or breaks off, makes no backup and leaves nothing.
func TestNoBackup(t *testing.T) {
	good := layout(t, `{"a":1}`, "layer")
	wrong := tarOf(t, file{name: "blobs/sha256/" + hex("this"), content: "that"})
	several := tarOf(t, file{name: "manifest.json", content: `[{"Config":"a.json"},{"Config":"b.json"}]`})
	missing := tarOf(t, file{name: "manifest.json", content: `[{"Config":"a.json","Layers":["x/layer.tar"]}]`})
	described := object(t, v1.Manifest{Config: v1.Descriptor{Digest: digest.FromString("c")}, Layers: []v1.Descriptor{{Digest: digest.FromString("l")}}})
	hollow := tarOf(t, file{name: "blobs/sha256/" + hex(described), content: described}, file{name: "blobs/sha256/" + hex("c"), content: "c"},
		file{name: "index.json", content: object(t, v1.Index{Manifests: []v1.Descriptor{{Digest: digest.FromString(described)}}})})
	for name, saved := range map[string][]byte{
		"hollow": hollow,
		"cut":    good[:len(good)/2], "wrong": wrong, "several": several, "missing": missing, "empty": tarOf(t), "nothing": nil, "no tar": []byte(strings.Repeat("no", 1000)),
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

// What a killed program left is swept by the next backup; what is being written is
// not, nor is what is there, or was never jettison's.
func TestSweep(t *testing.T) {
	folder := t.TempDir()
	m := two(t, folder, legacy)
	for _, name := range []string{
		"dead.partial", "dead.partial.json", "dead.partial.blob.123", "dead.partial.lock", "half.tar.zst", "half.partial.json", "half.partial.lock",
		"early.partial.lock", m.Name + ".partial.lock", "theirs.lock", "theirs.partial", "theirs.tar.zst",
	} {
		must(t, os.WriteFile(filepath.Join(folder, name), []byte("x"), 0o600))
	}
	alive, err := archive.Create(folder, "alive", "", at)
	must(t, err)
	other, err := archive.Create(folder, "other", "", at)
	must(t, err)
	if _, err := archive.Create(folder, "alive", "", at); err == nil {
		t.Error("a backup was begun twice")
	}
	other.Abort()
	must(t, alive.Add([]archive.Image{{ID: "sha256:a"}}, bytes.NewReader(layout(t, `{"a":1}`, "layer"))))
	_, err = alive.Commit()
	must(t, err)
	theirs := []string{"theirs.lock", "theirs.partial", "theirs.tar.zst"}
	checkFiles(t, folder, append([]string{m.Name + ".json", m.Name + ".tar.zst", "alive.json", "alive.tar.zst"}, theirs...)...)

	list, err := archive.List(folder, func(err error) { t.Error(err) })
	must(t, err)
	if len(list) != 2 {
		t.Errorf("%d backups", len(list))
	}
	must(t, archive.Remove(folder, m))
	checkFiles(t, folder, append([]string{"alive.json", "alive.tar.zst"}, theirs...)...)
}

func TestListPassesOverWhatIsNone(t *testing.T) {
	folder := t.TempDir()
	m := two(t, folder, legacy)
	odd := *m
	odd.Name, odd.Archive = "odd", "odd.tar.zst"
	odd.Images = slices.Clone(m.Images)
	odd.Images[0].Config = "abc"
	for name, text := range map[string]string{
		"odd.json": object(t, &odd),
		"cut.json": `{"schema":1`, "newer.json": `{"schema":99}`, "none.json": `{}`, "renamed.json": object(t, m),
		"lonely.json": `{"schema":1,"name":"lonely","archive":"lonely.tar.zst"}`, "note.txt": "hello",
	} {
		must(t, os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600))
	}
	bad := 0
	list, err := archive.List(folder, func(error) { bad++ })
	must(t, err)
	if len(list) != 1 || bad != 6 {
		t.Errorf("%d backups, %d bad ones", len(list), bad)
	}
	if _, err := archive.Read(folder, "../"+m.Name); err == nil {
		t.Error("a name led out of the folder")
	}
	if list, err := archive.List(filepath.Join(folder, "none"), nil); err != nil || list != nil {
		t.Errorf("%v, %v", list, err)
	}
}

// A large archive has several frames, of several levels of compression, and is read as
// one.
func TestLargeArchive(t *testing.T) {
	t.Parallel()
	folder, random := t.TempDir(), rand.NewChaCha8([32]byte{})
	content := make([]byte, 26<<20) // half of it can't be compressed, as with programs
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

// watched looks how far the archive is whenever something is read.
type watched struct {
	from io.Reader
	to   *archive.Writer
}

func (w *watched) Read(p []byte) (int, error) {
	_ = w.to.Written()
	return w.from.Read(p)
}

// frameLength is the length of the first frame, by its blocks (RFC 8878, 3.1.1).
func frameLength(t *testing.T, text []byte) int {
	t.Helper()
	var header zstd.Header
	must(t, header.Decode(text))
	at := header.HeaderSize
	for {
		block := int(text[at]) | int(text[at+1])<<8 | int(text[at+2])<<16
		size := block >> 3
		if block>>1&3 == 1 { // one byte, repeated
			size = 1
		}
		at += 3 + size
		if block&1 == 1 {
			break
		}
	}
	if header.HasCheckSum {
		at += 4
	}
	return at
}

// However a file is damaged, what comes out is what went in, or an error and no whole
// archive.
func TestDamage(t *testing.T) {
	folder := t.TempDir()
	m := two(t, folder, layout)
	path := filepath.Join(folder, m.Archive)
	whole, err := os.ReadFile(path)
	must(t, err)
	all := []model.ImageID{"sha256:app", "sha256:base"}
	var want bytes.Buffer
	must(t, archive.WriteImages(t.Context(), folder, m, all, &want, nil))
	rapid.Check(t, func(r *rapid.T) {
		damaged := bytes.Clone(whole)
		if rapid.Bool().Draw(r, "cut") {
			damaged = damaged[:rapid.IntRange(0, len(damaged)-1).Draw(r, "length")]
		} else {
			at := rapid.IntRange(0, len(damaged)-1).Draw(r, "at")
			damaged[at] ^= byte(rapid.IntRange(1, 255).Draw(r, "by"))
		}
		if err := os.WriteFile(path, damaged, 0o600); err != nil {
			r.Fatal(err)
		}
		var out bytes.Buffer
		err := archive.WriteImages(t.Context(), folder, m, all, &out, nil)
		if err == nil {
			if !bytes.Equal(out.Bytes(), want.Bytes()) {
				r.Fatal("something else came out")
			}
			return
		}
		if _, ok := errors.AsType[*archive.DamagedError](err); !ok {
			r.Fatalf("%T %v", err, err)
		}
	})
}
