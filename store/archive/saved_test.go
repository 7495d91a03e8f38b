package archive_test

import (
	"bytes"
	"errors"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"testing"

	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"jettison/model"
	"jettison/store/archive"
)

// Images saved in one request give the same result as images saved one by one.
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

// If images can't be told apart or one is incomplete, they may be added again one by one.
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

// An image of several platforms is in a backup with those that were saved whole, whatever its
// ID says.
func TestSavedPlatforms(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "backups")
	host, other := manifestOf(t, `{"architecture":"amd64"}`, "layer"), manifestOf(t, `{"architecture":"arm64"}`, "foreign layer")
	index := object(t, v1.Index{Manifests: []v1.Descriptor{{Digest: digest.FromString(host)}, {Digest: digest.FromString(other)}}})
	id := model.ImageID(digest.FromString(index))
	var files []file
	for _, content := range []string{index, host, other, `{"architecture":"amd64"}`, "layer", `{"architecture":"arm64"}`} { // a layer is missing
		files = append(files, file{name: "blobs/sha256/" + hex(content), content: content})
	}
	files = append(files, file{name: "index.json", content: object(t, v1.Index{Manifests: []v1.Descriptor{{
		MediaType: v1.MediaTypeImageIndex, Digest: digest.FromString(index), Size: int64(len(index)),
	}}})})
	w, err := archive.Create(folder, "one", "unix:///engine.sock", at)
	must(t, err)
	must(t, w.Add([]archive.Image{{ID: id}}, bytes.NewReader(tarOf(t, files...))))
	m, err := w.Commit()
	must(t, err)
	if got := m.Images[0].Manifests; !slices.Equal(got, []digest.Digest{digest.FromString(host)}) {
		t.Errorf("complete are %v", got)
	}
	has := func(manifests ...string) bool {
		var wanted []model.Manifest
		for _, manifest := range manifests {
			wanted = append(wanted, model.Manifest{Digest: digest.FromString(manifest).String()})
		}
		return m.HasAll(id.Target(), wanted)
	}
	if !has() || !has(host) || has(other) || has(host, other) {
		t.Errorf("of the host's platform: %t, of the other one: %t", has(host), has(other))
	}
	lacking := *m
	lacking.Images = []archive.Image{m.Images[0]}
	lacking.Images[0].Manifests = []digest.Digest{digest.FromString(other)}
	if !m.Covers(&m.Images[0]) || m.Covers(&lacking.Images[0]) {
		t.Error("a backup of another platform counts as the same")
	}
	lacking.Images[0].Manifests = nil
	if !m.Covers(&lacking.Images[0]) {
		t.Error("a backup with all blobs of an older one is not as good")
	}
	lacking.Images[0].Blobs = append(slices.Clone(m.Images[0].Blobs), digest.FromString("more"))
	if m.Covers(&lacking.Images[0]) {
		t.Error("a backup counts as good as an older one that has more")
	}
	m.Images[0].Manifests = nil // as older versions wrote it
	if !m.Has(id.Target()) || has(host) {
		t.Error("an index of which nobody knows what was saved is whole")
	}
	m.Images[0].Descriptor.MediaType, m.Images[0].Descriptor.Digest = v1.MediaTypeImageManifest, digest.FromString(host)
	if !has(host) {
		t.Error("an image with one manifest is not whole")
	}
}

func manifestOf(t *testing.T, config, layer string) string {
	t.Helper()
	return object(t, v1.Manifest{Config: v1.Descriptor{Digest: digest.FromString(config)}, Layers: []v1.Descriptor{{Digest: digest.FromString(layer)}}})
}
