package archive

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"github.com/opencontainers/go-digest"
	"github.com/opencontainers/image-spec/specs-go"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"jettison/model"
)

const (
	blobsFolder  = "blobs/sha256/"
	dockerFile   = "manifest.json"
	maxMetadata  = 64 << 20 // of a JSON file in an archive, in bytes
	legacyLayer  = "layer.tar"
	podmanSuffix = ".tar"
)

// dockerEntry is an image in docker's manifest.json.
type dockerEntry struct {
	Config   string
	RepoTags []string
	Layers   []string
}

// saved holds the metadata of an engine's save; the blobs are kept elsewhere.
type saved struct {
	index  *v1.Index     // of an OCI layout; nil if the save isn't one
	docker []dockerEntry // nil if there is no manifest.json
	blobs  []digest.Digest
	files  map[string]digest.Digest // maps each file of the save to its blob
	links  map[string]string        // maps each link to its target
	small  map[digest.Digest][]byte // blobs that may be manifests
	told   contents                 // by the manifests and indexes among them
}

// maxManifest bounds what may be a manifest or an index, in bytes. The distribution-spec
// requires registries to accept at least 4 MiB.
const maxManifest = 4 << 20

// readSaved reads the tar of a save to its end and passes its blobs to put, which reads them.
// Docker 25 and newer and the containerd store save an OCI layout. Older versions and Podman
// use docker save's older format.
func readSaved(from io.Reader, put func(name digest.Digest, size int64, content io.Reader) (digest.Digest, error)) (*saved, error) {
	s := &saved{files: map[string]digest.Digest{}, links: map[string]string{}, small: map[digest.Digest][]byte{}, told: contents{}}
	entries := tar.NewReader(from)
	for {
		header, err := entries.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		name := path.Clean(header.Name)
		switch header.Typeflag {
		case tar.TypeReg:
			err = s.readFile(name, header.Size, entries, put)
		case tar.TypeSymlink:
			s.links[name] = path.Join(path.Dir(name), header.Linkname) //nolint:gosec // a name to look up, not a file
		case tar.TypeLink:
			s.links[name] = path.Clean(header.Linkname)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	// Read past the end of the tar: the engine may report a failure at the very end of its
	// answer.
	_, err := io.Copy(io.Discard, from)
	return s, err
}

func (s *saved) readFile(name string, size int64, content io.Reader, put func(digest.Digest, int64, io.Reader) (digest.Digest, error)) error {
	var known digest.Digest
	switch base := path.Base(name); {
	case name == v1.ImageIndexFile:
		return readJSON(content, &s.index)
	case name == dockerFile:
		return readJSON(content, &s.docker)
	case strings.HasPrefix(name, blobsFolder):
		known = digest.NewDigestFromEncoded(digest.SHA256, base)
	case path.Dir(name) == "." && strings.HasSuffix(name, podmanSuffix):
		known = digest.NewDigestFromEncoded(digest.SHA256, strings.TrimSuffix(name, podmanSuffix))
	case path.Dir(name) == "." && strings.HasSuffix(name, ".json"):
		known = digest.NewDigestFromEncoded(digest.SHA256, strings.TrimSuffix(name, ".json"))
	case base == legacyLayer: // its folder is not the layer's digest
	default:
		return nil
	}
	if known != "" && known.Validate() != nil {
		known = ""
	}
	var text []byte
	if size <= maxManifest {
		var err error
		if text, err = io.ReadAll(content); err != nil {
			return err
		}
		content = bytes.NewReader(text)
	}
	blob, err := put(known, size, content)
	if err != nil {
		return err
	}
	s.files[name] = blob
	if looksLikeJSON(text) {
		s.small[blob] = text
		s.told.add(blob, text)
	}
	if !slices.Contains(s.blobs, blob) {
		s.blobs = append(s.blobs, blob)
	}
	return nil
}

func readJSON(from io.Reader, into any) error {
	text, err := io.ReadAll(io.LimitReader(from, maxMetadata))
	if err != nil {
		return err
	}
	return json.Unmarshal(text, into)
}

// blobOf returns the blob of a file of the save, following links.
func (s *saved) blobOf(name string) (digest.Digest, error) {
	name = path.Clean(name)
	for range 1 + len(s.links) {
		if blob, ok := s.files[name]; ok {
			return blob, nil
		}
		target, ok := s.links[name]
		if !ok {
			break
		}
		name = target
	}
	return "", fmt.Errorf("%s is not in what the engine saved", name)
}

// describe describes the one image that was saved. sizeOf returns the size of a blob. If the
// save isn't an OCI layout, describe generates the manifest and passes it to put.
func (s *saved) describe(sizeOf func(digest.Digest) int64, put func(digest.Digest, int64, io.Reader) (digest.Digest, error)) (Image, error) {
	var image Image
	if len(s.docker) > 1 || s.index != nil && len(s.index.Manifests) > 1 && !sameImage(s.index.Manifests) {
		return image, errors.New("the engine saved several images where one was asked for")
	}
	if len(s.docker) == 1 {
		entry := s.docker[0]
		config, err := s.blobOf(entry.Config)
		if err != nil {
			return image, err
		}
		image.Config = config
		for _, name := range entry.Layers {
			layer, err := s.blobOf(name)
			if err != nil {
				return image, err
			}
			image.Layers = append(image.Layers, layer)
		}
	}
	switch {
	case s.index != nil && len(s.index.Manifests) > 0:
		image.Descriptor = nameless(s.index.Manifests[0])
	case image.Config != "":
		text := manifestOf(image, sizeOf)
		blob, err := put(digest.FromBytes(text), int64(len(text)), bytes.NewReader(text))
		if err != nil {
			return image, err
		}
		s.blobs = append(s.blobs, blob)
		s.told.add(blob, text)
		image.Descriptor = v1.Descriptor{MediaType: v1.MediaTypeImageManifest, Digest: blob, Size: int64(len(text))}
	default:
		return image, errors.New("the engine saved no image")
	}
	if !slices.Contains(s.blobs, image.Descriptor.Digest) {
		return image, fmt.Errorf("the engine saved no %s, which describes the image", image.Descriptor.Digest)
	}
	image.Blobs = s.blobs
	if !s.whole(image.Descriptor.Digest) && image.Config == "" {
		return image, fmt.Errorf("the engine saved %s without its configuration and layers", image.Descriptor.Digest)
	}
	image.Manifests = s.manifests(image.Descriptor)
	return image, s.told.check(&image) // which reading it back does, too
}

// ErrMixed means that images saved in one request can't be told apart.
var ErrMixed = errors.New("the images that the engine saved in one request can't be told apart")

// part returns the part of a save that belongs to one of several images saved by the
// containerd store, where an image's ID is the digest of its manifest or index.
func (s *saved) part(id model.ImageID) (*saved, error) {
	if s.index == nil {
		return nil, ErrMixed
	}
	at := slices.IndexFunc(s.index.Manifests, func(d v1.Descriptor) bool { return string(d.Digest) == string(id) })
	if at < 0 {
		return nil, ErrMixed
	}
	reached := map[digest.Digest]bool{}
	s.reach(s.index.Manifests[at], reached)
	p := *s
	p.index = &v1.Index{Manifests: s.index.Manifests[at : at+1]}
	p.blobs = slices.DeleteFunc(slices.Clone(s.blobs), func(blob digest.Digest) bool { return !reached[blob] })
	p.docker = nil
	for _, entry := range s.docker {
		if !entry.within(reached) || len(p.docker) > 0 && entry.same(&p.docker[0]) {
			continue
		}
		if len(p.docker) > 0 { // two platforms, or two images that share everything
			return nil, ErrMixed
		}
		p.docker = []dockerEntry{entry}
	}
	return &p, nil
}

// within reports whether all blobs of an entry are among those given.
func (e *dockerEntry) within(blobs map[digest.Digest]bool) bool {
	return !slices.ContainsFunc(append([]string{e.Config}, e.Layers...), func(name string) bool {
		encoded, _ := strings.CutPrefix(path.Clean(name), blobsFolder)
		return !blobs[digest.NewDigestFromEncoded(digest.SHA256, encoded)]
	})
}

func (e *dockerEntry) same(as *dockerEntry) bool {
	return e.Config == as.Config && slices.Equal(e.Layers, as.Layers)
}

// reach adds a blob and everything it references to reached.
func (s *saved) reach(from v1.Descriptor, reached map[digest.Digest]bool) {
	if reached[from.Digest] {
		return
	}
	reached[from.Digest] = true
	var told struct {
		Config            v1.Descriptor
		Layers, Manifests []v1.Descriptor
	}
	if json.Unmarshal(s.small[from.Digest], &told) != nil {
		return // not a manifest
	}
	for _, named := range slices.Concat(told.Manifests, told.Layers, []v1.Descriptor{told.Config}) {
		s.reach(named, reached)
	}
}

func looksLikeJSON(text []byte) bool {
	return bytes.HasPrefix(bytes.TrimLeft(text, " \t\r\n"), []byte("{")) // RFC 8259, 2
}

// whole reports whether everything that a manifest references was saved. For an index, one
// complete manifest is enough, because the others may be for other platforms.
func (s *saved) whole(name digest.Digest) bool {
	var told struct {
		Config            *v1.Descriptor
		Layers, Manifests []v1.Descriptor
	}
	if json.Unmarshal(s.small[name], &told) != nil {
		return false
	}
	if told.Config == nil {
		return slices.ContainsFunc(told.Manifests, func(d v1.Descriptor) bool { return d.Digest != name && s.whole(d.Digest) })
	}
	missing := func(d v1.Descriptor) bool { return !slices.Contains(s.blobs, d.Digest) }
	return !missing(*told.Config) && !slices.ContainsFunc(told.Layers, missing)
}

// manifests returns those manifests of an image that were saved with all that they refer to.
func (s *saved) manifests(of v1.Descriptor) []digest.Digest {
	reached := map[digest.Digest]bool{}
	s.reach(of, reached)
	var complete []digest.Digest
	for _, blob := range s.blobs { // in the order of the save
		if reached[blob] && s.isManifest(blob) && s.whole(blob) {
			complete = append(complete, blob)
		}
	}
	return complete
}

// isManifest reports whether a blob is a manifest, and no index.
func (s *saved) isManifest(blob digest.Digest) bool {
	var told struct{ Config *v1.Descriptor }
	return json.Unmarshal(s.small[blob], &told) == nil && told.Config != nil && told.Config.Digest != ""
}

// sameImage reports whether all descriptors are of one image.
func sameImage(all []v1.Descriptor) bool {
	return !slices.ContainsFunc(all, func(d v1.Descriptor) bool { return d.Digest != all[0].Digest })
}

// nameless returns a descriptor without image names.
func nameless(d v1.Descriptor) v1.Descriptor {
	kept := map[string]string{}
	for key, value := range d.Annotations {
		if key != v1.AnnotationRefName && key != annotationName {
			kept[key] = value
		}
	}
	d.Annotations = kept
	if len(kept) == 0 {
		d.Annotations = nil
	}
	return d
}

// manifestOf returns the OCI manifest of an image whose layers are uncompressed tars.
func manifestOf(image Image, sizeOf func(digest.Digest) int64) []byte {
	m := v1.Manifest{
		Versioned: specs.Versioned{SchemaVersion: 2},
		MediaType: v1.MediaTypeImageManifest,
		Config:    v1.Descriptor{MediaType: v1.MediaTypeImageConfig, Digest: image.Config, Size: sizeOf(image.Config)},
		Layers:    []v1.Descriptor{},
	}
	for _, layer := range image.Layers {
		m.Layers = append(m.Layers, v1.Descriptor{MediaType: v1.MediaTypeImageLayer, Digest: layer, Size: sizeOf(layer)})
	}
	text, err := json.Marshal(m)
	if err != nil {
		panic(err) // can't fail: only strings and numbers
	}
	return text
}
