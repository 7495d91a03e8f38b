package wire_test

import (
	"encoding/json"
	"slices"
	"testing"

	"jettison/dockerx/internal/wire"
)

// What Docker 29.8 answers of an image that was pulled twice, and built here once.
func TestOrigins(t *testing.T) {
	t.Parallel()
	var told []wire.Manifest
	err := json.Unmarshal([]byte(`[
		{"ID": "sha256:9d", "Kind": "image", "Available": true, "ImageData": {"Identity":
			{"Pull": [{"Repository": "docker.io/library/nginx"}, {"Repository": "ghcr.io/acme/web\u001b"}], "Build": [{"Ref": "ab"}]}}},
		{"ID": "sha256:ac", "Kind": "image", "Available": true, "ImageData": {"Identity": {"Pull": [{"Repository": "ghcr.io/acme/web"}]}}},
		{"ID": "sha256:7f", "Kind": "attestation"}, {"ID": "sha256:5e", "Kind": "image", "ImageData": {}}]`), &told)
	if err != nil {
		t.Fatal(err)
	}
	if got := wire.ManifestOrigins(told); !slices.Equal(got, []string{"ghcr.io/acme/web", "nginx"}) {
		t.Errorf("origins are %q", got)
	}
	if got := wire.Origins(nil); got != nil {
		t.Errorf("of nobody: %q", got)
	}
}
