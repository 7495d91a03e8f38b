package sim

import (
	"strings"

	"github.com/opencontainers/go-digest"
	"github.com/opencontainers/image-spec/specs-go"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"

	"jettison/model/modeltest"
)

const (
	// indexSize is the bytes of an index, and manifestFrame of the manifest and configuration
	// of a platform with one layer.
	indexSize     = 534
	manifestFrame = 416
)

// imagePlatform is an image for one platform.
type imagePlatform struct {
	name     string // "" for the engine's own
	platform ocispec.Platform
	missing  bool
	content  int64 // bytes, 0 if it is missing
	unpacked int64 // bytes of its files; only the engine's own is unpacked
}

// platforms returns the platforms of an image's index, the engine's own first.
func (e *Engine) platforms(img *image) []imagePlatform {
	own := imagePlatform{platform: ocispec.Platform{OS: platform, Architecture: arch}, missing: img.OwnMissing}
	if !own.missing {
		own.content, own.unpacked = content(img), e.unpacked(img.History.Top())
	}
	all := []imagePlatform{own}
	for _, p := range img.Platforms {
		one := imagePlatform{name: p.Name, platform: parsePlatform(p.Name), missing: p.Missing}
		if !p.Missing {
			one.content = p.Size + manifestFrame
		}
		all = append(all, one)
	}
	return all
}

func parsePlatform(name string) ocispec.Platform {
	parts := append(strings.SplitN(name, "/", 3), "", "")
	return ocispec.Platform{OS: parts[0], Architecture: parts[1], Variant: parts[2]}
}

// recordsSize is the bytes that an image takes beside the layers of the engine's own platform.
func (e *Engine) recordsSize(img *image) int64 {
	var size int64
	if len(img.Platforms) > 0 {
		size = indexSize
	}
	if !img.OwnMissing {
		size += recordSize(img)
	}
	for _, p := range e.platforms(img)[1:] {
		size += p.content
	}
	return size
}

// layers returns the layers of an image for a platform, as the engine saves them.
func (p *imagePlatform) layers(img *image) []string {
	if p.name != "" {
		return []string{"layer of " + string(img.ID) + " for " + p.name + "\n"}
	}
	var all []string
	for _, layer := range img.Layers() {
		all = append(all, "layer "+layer.DiffID+"\n")
	}
	return all
}

// blobs returns the configuration and the manifest of an image for a platform, as the engine
// saves them.
func (p *imagePlatform) blobs(img *image) (config, manifest []byte) {
	config = object(savedConfig{ID: img.ID, Platform: p.name})
	made := ocispec.Manifest{
		Versioned: specs.Versioned{SchemaVersion: 2}, MediaType: ocispec.MediaTypeImageManifest,
		Config: described(config, ocispec.MediaTypeImageConfig), Layers: []ocispec.Descriptor{},
	}
	for _, layer := range p.layers(img) {
		made.Layers = append(made.Layers, described([]byte(layer), ocispec.MediaTypeImageLayer))
	}
	return config, object(made)
}

func described(content []byte, mediaType string) ocispec.Descriptor {
	return ocispec.Descriptor{MediaType: mediaType, Digest: digest.FromBytes(content), Size: int64(len(content))}
}

// have makes platforms of an image available: those in names, "" for the engine's own.
func have(img *modeltest.Image, names map[string]bool) {
	if names[""] {
		img.OwnMissing = false
	}
	for i := range img.Platforms {
		if names[img.Platforms[i].Name] {
			img.Platforms[i].Missing = false
		}
	}
}
