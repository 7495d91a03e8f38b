package sim

import (
	"maps"
	"slices"
	"strings"

	"github.com/distribution/reference"
	imagetypes "github.com/moby/moby/api/types/image"

	"jettison/model"
)

// manifests describes what an image of the containerd store consists of, and where those that
// are available came from if that is asked for.
func (e *Engine) manifests(img *image, identity bool) []imagetypes.ManifestSummary {
	var all []imagetypes.ManifestSummary
	for _, p := range e.platforms(img) {
		m := e.manifest(img, &p)
		if identity && m.Available {
			m.ImageData.Identity = e.identity(img)
		}
		all = append(all, m)
	}
	return all
}

// identity is where an image was pulled from; nil if it was not.
func (e *Engine) identity(img *image) *imagetypes.Identity {
	var found imagetypes.Identity
	for _, repo := range e.st.origins[img.ID] {
		found.Pull = append(found.Pull, imagetypes.PullIdentity{Repository: repo})
	}
	if found.Pull == nil {
		return nil
	}
	return &found
}

// pulledFrom remembers the repository of a digest reference, without the port of its registry.
func (st *state) pulledFrom(id model.ImageID, ref string) {
	named, err := reference.ParseNormalizedNamed(ref)
	if err != nil {
		return
	}
	host, _, _ := strings.Cut(reference.Domain(named), ":")
	if repo := host + "/" + reference.Path(named); !slices.Contains(st.origins[id], repo) {
		st.origins[id] = append(st.origins[id], repo)
		slices.Sort(st.origins[id])
	}
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
