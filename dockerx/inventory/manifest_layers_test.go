package inventory

import (
	"encoding/json"
	"slices"
	"testing"

	"jettison/model"
)

// What Docker 29.8 answers of an index of which one platform is there.
func TestManifests(t *testing.T) {
	t.Parallel()
	var found inspection
	err := json.Unmarshal([]byte(`{"Id": "sha256:1c", "Manifests": [
		{"ID": "sha256:9d", "Available": true, "Size": {"Content": 307914, "Total": 615114}, "Kind": "image",
			"ImageData": {"Platform": {"architecture": "amd64", "os": "linux"}, "Size": {"Unpacked": 307200}}},
		{"ID": "sha256:ac", "Available": false, "Size": {"Content": 0, "Total": 0}, "Kind": "image",
			"ImageData": {"Platform": {"architecture": "arm64", "os": "linux", "variant": "v8\u001b"}, "Size": {"Unpacked": 0}}},
		{"ID": "sha256:7f", "Available": true, "Size": {"Content": 90}, "Kind": "attestation"},
		{"ID": "sha256:5e", "Available": true, "Size": {"Content": 40}, "Kind": "unknown"}]}`), &found)
	if err != nil {
		t.Fatal(err)
	}
	image := found.image()
	want := []model.Manifest{
		{Digest: "sha256:9d", Kind: model.ManifestPlatform, Platform: "linux/amd64", Available: true, Content: 307914, Unpacked: 307200},
		{Digest: "sha256:ac", Kind: model.ManifestPlatform, Platform: "linux/arm64/v8"},
		{Digest: "sha256:7f", Kind: model.ManifestAttestation, Available: true, Content: 90},
		{Digest: "sha256:5e", Available: true, Content: 40},
	}
	if !slices.Equal(image.Manifests, want) {
		t.Errorf("%+v", image.Manifests)
	}
	if present, known := image.Platforms(); !known || !slices.Equal(present, want[:1]) {
		t.Errorf("present are %+v, %t", present, known)
	}
	if _, known := (&model.Image{}).Platforms(); known {
		t.Error("platforms that nobody told of are known")
	}
}
