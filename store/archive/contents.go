package archive

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/opencontainers/go-digest"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"
)

// contents are the manifests and indexes among blobs, by what they refer to.
type contents map[digest.Digest]referred

// referred is what a manifest or an index refers to. Nothing else is kept of it.
type referred struct {
	config    digest.Digest // empty in an index
	layers    []digest.Digest
	manifests []digest.Digest
}

// add looks whether a blob is a manifest or an index.
func (c contents) add(name digest.Digest, text []byte) {
	if !looksLikeJSON(text) {
		return
	}
	var told struct {
		Config            v1.Descriptor
		Layers, Manifests []v1.Descriptor
	}
	if json.Unmarshal(text, &told) != nil || told.Config.Digest == "" && len(told.Manifests) == 0 {
		return
	}
	one := referred{config: told.Config.Digest}
	for i := range told.Layers {
		one.layers = append(one.layers, told.Layers[i].Digest)
	}
	for i := range told.Manifests {
		one.manifests = append(one.manifests, told.Manifests[i].Digest)
	}
	c[name] = one
}

// check checks that both descriptions of an image are of the same: an engine loads by the one
// or by the other.
func (c contents) check(image *Image) error {
	if image.Config == "" || c.describes(image.Descriptor.Digest, image, map[digest.Digest]bool{}) {
		return nil
	}
	return fmt.Errorf("%s describes something else than the configuration %s and its layers", image.Descriptor.Digest, image.Config)
}

// describes reports whether a manifest, or one that an index leads to, has the configuration and
// the layers of an image.
func (c contents) describes(name digest.Digest, image *Image, seen map[digest.Digest]bool) bool {
	one, known := c[name]
	if !known || seen[name] {
		return false
	}
	seen[name] = true
	if one.config == image.Config && slices.Equal(one.layers, image.Layers) {
		return true
	}
	return slices.ContainsFunc(one.manifests, func(manifest digest.Digest) bool { return c.describes(manifest, image, seen) })
}

// isLayoutFile reports whether a file of an archive has metadata.
func isLayoutFile(name string) bool {
	return name == v1.ImageLayoutFile || name == v1.ImageIndexFile || name == dockerFile
}

// largest returns an upper bound of the size of an archive that is not compressed, in bytes.
func (m *Manifest) largest() int64 {
	const each = 4 << 10 // the headers of a file, and what fills its last block
	entries := int64(len(m.Blobs) + 3)
	for i := range m.Volumes {
		entries += m.Volumes[i].Bytes/volumePart + 1
	}
	return m.Unpacked() + each*entries + 3*maxMetadata
}

// upTo is a reader that fails beyond a number of bytes.
type upTo struct {
	from io.Reader
	left int64
}

// errUnpacksTooFar means that an archive has more than its manifest says.
var errUnpacksTooFar = errors.New("it unpacks to more than it should")

// Read implements io.Reader.
func (r *upTo) Read(p []byte) (int, error) {
	if r.left <= 0 {
		return 0, errUnpacksTooFar
	}
	n, err := r.from.Read(p[:min(int64(len(p)), r.left)])
	r.left -= int64(n)
	return n, err
}
