package archive_test

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/zstd"
	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"jettison/model"
	"jettison/store/archive"
)

var at = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

// file is a file or, if it has a target, a link in an engine's save.
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

// layout is a save by Docker 25 or newer: an OCI layout that docker load reads too.
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

// legacy is a save by older versions of Docker. A repeated layer is a link.
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

// podman is a save by Podman, which names layers by digest.
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

// form is an engine's format for saved images.
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

// two backs up two images: app and its base.
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

// several is the containerd store's save of several images in one request: an index with a
// descriptor for each name, and manifests that name their blobs. An image is its configuration
// followed by its layers; its ID is the digest of its manifest.
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
		// Some images have an index of platforms.
		described := blob(object(t, manifest))
		if len(manifest.Layers) > 1 {
			other := v1.Descriptor{Digest: digest.FromString("of another platform"), Size: 3}
			described = blob(object(t, v1.Index{Manifests: []v1.Descriptor{described, other}}))
		}
		ids = append(ids, model.ImageID(described.Digest))
		index.Manifests = append(index.Manifests, described, described) // two names
		// Docker's entries come in no particular order.
		docker = slices.Insert(docker, 0, map[string]any{"Config": "blobs/sha256/" + hex(image[0]), "Layers": paths})
	}
	files = append(files, file{name: "index.json", content: object(t, index)}, file{name: "manifest.json", content: object(t, docker)})
	return tarOf(t, files...), ids
}

// missing is a layer that is left out of the save.
const missing = "missing layer"

// checkWhole checks that the file is one that docker load accepts.
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

// checkBase extracts one image and checks it.
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

// watched samples the progress of the archive at each read.
type watched struct {
	from io.Reader
	to   *archive.Writer
}

func (w *watched) Read(p []byte) (int, error) {
	_ = w.to.Written()
	return w.from.Read(p)
}

// frameLength returns the length of the first frame, computed from its blocks (RFC 8878,
// 3.1.1).
func frameLength(t *testing.T, text []byte) int {
	t.Helper()
	var header zstd.Header
	must(t, header.Decode(text))
	at := header.HeaderSize
	for {
		block := int(text[at]) | int(text[at+1])<<8 | int(text[at+2])<<16
		size := block >> 3
		if block>>1&3 == 1 { // a block of one repeated byte
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
