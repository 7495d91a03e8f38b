package inventory

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
)

// The sizes of an image in a containerd store: those of Docker 29.8 have the files in Size.
func TestStoredContent(t *testing.T) {
	t.Parallel()
	const (
		manifest    = `"Descriptor": {"mediaType": "application/vnd.oci.image.manifest.v1+json", "size": 500}`
		index       = `"Descriptor": {"mediaType": "application/vnd.oci.image.index.v1+json", "size": 800}`
		host        = `"Os": "linux", "Architecture": "amd64", "RootFS": {"Layers": ["sha256:a"]}`
		attestation = `{"Kind": "attestation", "Available": true, "Descriptor": {"size": 60}, "Size": {"Content": 90}}`
	)
	platform := func(arch string, content, unpacked int) string {
		return fmt.Sprintf(`{"Kind": "image", "Descriptor": {"size": 500}, "Size": {"Content": %d, "Total": %d},
			"ImageData": {"Platform": {"os": "linux", "architecture": %q}, "Size": {"Unpacked": %d}}}`, content, content+unpacked, arch, unpacked)
	}
	for name, tt := range map[string]struct {
		fields    []string
		manifests []string
		want      storedContent
	}{
		"no descriptor": {[]string{host, `"Size": 7000`}, nil, storedContent{own: 7000}},
		"a manifest that is not listed": {
			[]string{host, manifest, `"Size": 7000`}, nil, storedContent{own: 7000, manifest: 500},
		},
		"an index whose manifests are not listed": {
			[]string{host, index, `"Size": 7000`}, nil, storedContent{own: 7000},
		},
		"one manifest": {
			[]string{host, manifest, `"Size": 16000`},
			[]string{platform("amd64", 7000, 9000)},
			storedContent{own: 7000, manifest: 500},
		},
		"an index with an attestation": {
			[]string{host, index, `"Size": 16000`},
			[]string{platform("amd64", 7000, 9000), attestation},
			storedContent{own: 7890, manifest: 500, beside: 890},
		},
		"a platform that is not in the store": {
			[]string{host, index, `"Size": 16000`},
			[]string{platform("arm64", 0, 0), platform("amd64", 7000, 9000)},
			storedContent{own: 7800, manifest: 500, beside: 800},
		},
		"two platforms": {
			[]string{host, index, `"Size": 16000`},
			[]string{platform("amd64", 7000, 9000), platform("arm64", 6000, 20), attestation},
			storedContent{own: 7800, manifest: 500, beside: 800, otherPlatforms: 6000 + 20 + 90},
		},
		"another platform only": {
			[]string{index, `"Size": 6000`, `"RootFS": {}`},
			[]string{platform("amd64", 0, 0), platform("arm64", 6000, 0)},
			storedContent{own: 800, beside: 800, otherPlatforms: 6000},
		},
		"two of the same platform": {
			[]string{host, index, `"Size": 16000`},
			[]string{platform("amd64", 7000, 9000), platform("amd64", 6000, 0)},
			storedContent{own: 13800, beside: 800, otherPlatforms: 9000},
		},
	} {
		fields := tt.fields
		if tt.manifests != nil {
			fields = append(fields, `"Manifests": [`+strings.Join(tt.manifests, ",")+`]`)
		}
		found := new(inspection)
		if err := json.Unmarshal([]byte("{"+strings.Join(fields, ",")+"}"), found); err != nil {
			t.Fatal(name, err)
		}
		if got := found.content(); got != tt.want {
			t.Errorf("%s: %+v, want %+v", name, got, tt.want)
		}
	}
}
