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
