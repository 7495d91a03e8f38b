package model

import (
	"slices"
	"strings"
)

// ManifestLayers are the layers of images for platforms, by the digests of their manifests:
// of each layer the digest before compression ("diff ID", OCI image-spec, config.md). A
// manifest that is missing is one whose layers are not known.
//
// Blobs that are equal have equal diff IDs, so that images without a diff ID in common have no
// blob of a layer in common. The reverse is not true: the same layer may be compressed in two
// ways. Chain IDs don't tell, since they differ for one layer on two bases.
type ManifestLayers map[string][]string

// WithManifestLayers is the inventory with other layers of manifests.
func (inv *Inventory) WithManifestLayers(known ManifestLayers) *Inventory {
	next := *inv
	next.manifests = known
	return &next
}

// ManifestLayers returns the layers of manifests that are known.
func (inv *Inventory) ManifestLayers() ManifestLayers { return inv.manifests }

// contentIndex tells which images have a layer. It is built once for a plan.
type contentIndex struct {
	known   ManifestLayers
	byLayer map[string][]storedManifest
	// byDigest are the images that have a manifest.
	byDigest map[string][]*Image
	// unknown are the images of which the store has something whose layers are not known.
	unknown []*Image
}

// storedManifest is a manifest of an image that the store has.
type storedManifest struct {
	image  *Image
	digest string
}

// newContentIndex indexes all that the store has. An attestation describes a platform and has
// none of its layers.
func newContentIndex(inv *Inventory) *contentIndex {
	c := &contentIndex{known: inv.manifests, byLayer: map[string][]storedManifest{}, byDigest: map[string][]*Image{}}
	for _, image := range inv.images {
		unsure := image.Manifests == nil
		for i := range image.Manifests {
			m := &image.Manifests[i]
			if m.Kind == ManifestAttestation || !m.stored() {
				continue
			}
			c.byDigest[m.Digest] = append(c.byDigest[m.Digest], image)
			layers, known := inv.manifests[m.Digest]
			unsure = unsure || !known
			for _, layer := range layers {
				c.byLayer[layer] = append(c.byLayer[layer], storedManifest{image, m.Digest})
			}
		}
		if unsure {
			c.unknown = append(c.unknown, image)
		}
	}
	return c
}

// others finds out who else has content of a platform of an image: sharing are the images that
// do, and unknown those that may, when that is all there is. The image is among them itself if
// another of its platforms has the content.
func (c *contentIndex) others(of *Image, m *Manifest) (sharing, unknown []*Image) {
	add := func(image *Image) {
		if !slices.Contains(sharing, image) {
			sharing = append(sharing, image)
		}
	}
	for _, image := range c.byDigest[m.Digest] {
		if image != of {
			add(image)
		}
	}
	layers := c.known[m.Digest]
	for _, layer := range layers {
		for _, has := range c.byLayer[layer] {
			if has.digest != m.Digest {
				add(has.image)
			}
		}
	}
	unknown = c.unknown
	// Without layers it can't be told apart from others that have none.
	if !slices.Contains(unknown, of) && (len(layers) == 0 || of.Ambiguous(m)) {
		unknown = append(slices.Clone(unknown), of)
	}
	return sharing, unknown
}

// stored reports whether the store has any of the manifest.
func (m *Manifest) stored() bool { return m.Available || m.Content != 0 }

// Ambiguous reports whether the image has another manifest that an engine takes for the same
// platform.
func (i *Image) Ambiguous(m *Manifest) bool {
	return slices.ContainsFunc(i.Manifests, func(other Manifest) bool {
		return other.Kind == ManifestPlatform && other.Digest != m.Digest && other.stored() && plainPlatform(other.Platform) == plainPlatform(m.Platform)
	})
}

// plainPlatform is the name of a platform without a variant that is the only one, as containerd
// compares platforms (containerd/platforms, normalizeArch).
func plainPlatform(name string) string {
	for _, same := range [][2]string{{"/arm64/v8", "/arm64"}, {"/amd64/v1", "/amd64"}} {
		if begin, ok := strings.CutSuffix(name, same[0]); ok {
			return begin + same[1]
		}
	}
	if strings.HasSuffix(name, "/arm") {
		return name + "/v7"
	}
	return name
}

// SamePlatform reports whether two names mean one platform, such as "linux/arm64" and
// "linux/arm64/v8".
func SamePlatform(a, b string) bool { return plainPlatform(a) == plainPlatform(b) }
