package sim

import (
	"maps"
	"slices"

	imagetypes "github.com/moby/moby/api/types/image"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"
)

// manifests describes what an image of the containerd store consists of. Images of a world have
// one manifest each, for the engine's own platform.
func (e *Engine) manifests(img *image) []imagetypes.ManifestSummary {
	data := &imagetypes.ImageProperties{Platform: ocispec.Platform{OS: platform, Architecture: arch}}
	data.Size.Unpacked = e.unpacked(img.History.Top())
	for _, id := range slices.Sorted(maps.Keys(img.users)) {
		data.Containers = append(data.Containers, string(id))
	}
	manifest := imagetypes.ManifestSummary{
		ID: string(img.ID), Descriptor: *descriptor(img), Available: true,
		Kind: imagetypes.ManifestKindImage, ImageData: data,
	}
	manifest.Size.Content = content(img)
	manifest.Size.Total = manifest.Size.Content + data.Size.Unpacked
	return []imagetypes.ManifestSummary{manifest}
}
