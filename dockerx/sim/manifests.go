package sim

import (
	"maps"
	"slices"

	imagetypes "github.com/moby/moby/api/types/image"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
)

// manifests describes what an image of the containerd store consists of.
func (e *Engine) manifests(img *image) []imagetypes.ManifestSummary {
	var all []imagetypes.ManifestSummary
	for _, p := range e.platforms(img) {
		all = append(all, e.manifest(img, &p))
	}
	return all
}

// ownDescriptor describes the manifest of the engine's own platform, of which it creates
// containers.
func (e *Engine) ownDescriptor(img *image) *ocispec.Descriptor {
	own := e.platforms(img)[0]
	described := e.manifest(img, &own).Descriptor
	return &described
}

func (e *Engine) manifest(img *image, p *imagePlatform) imagetypes.ManifestSummary {
	data := &imagetypes.ImageProperties{Platform: p.platform}
	data.Size.Unpacked = p.unpacked
	if p.name == "" {
		for _, id := range slices.Sorted(maps.Keys(img.users)) {
			data.Containers = append(data.Containers, string(id))
		}
	}
	manifest := imagetypes.ManifestSummary{
		ID: string(img.ID), Descriptor: *descriptor(img), Available: !p.missing, Kind: imagetypes.ManifestKindImage, ImageData: data,
	}
	if len(img.Platforms) > 0 {
		_, text := p.blobs(img)
		manifest.Descriptor = described(text, "application/vnd.oci.image.manifest.v1+json")
		manifest.Descriptor.Platform, manifest.ID = &p.platform, string(manifest.Descriptor.Digest)
	}
	manifest.Size.Content = p.content
	manifest.Size.Total = p.content + p.unpacked
	return manifest
}
