package inventory

import "strings"

// storedContent is the bytes that the containerd store keeps of an image: content as it is
// in a registry, and for other platforms than the inspected one also their files.
type storedContent struct {
	// own is content of the inspected platform, with beside, and of all platforms when it
	// is unclear which one was inspected.
	own      int64
	manifest int64 // the part of own that the manifest takes; 0 when that is not known
	beside   int64 // the part of own that is no content of the platform: the index, attestations
	// otherPlatforms is content and files of other platforms, at most: they may share
	// some with each other and with other images.
	otherPlatforms int64
}

// content adds up what the manifests of an image tell. Engines without manifests tell only
// the size of all content. Since Docker 29.8 that size has the files in it, too.
func (i *inspection) content() storedContent {
	switch {
	case i.Descriptor == nil || len(i.Manifests) == 0 && i.isIndex():
		return storedContent{own: i.Size}
	case len(i.Manifests) == 0:
		return storedContent{own: i.Size, manifest: i.Descriptor.Size}
	}
	var content storedContent
	if i.isIndex() {
		content.beside = i.Descriptor.Size
	}
	platform, platforms := i.inspectedPlatform()
	unclear := platform < 0 && len(i.RootFS.Layers) > 0 // any of them may be the inspected one
	for n, m := range i.Manifests {
		switch {
		case unclear:
			content.own += m.Size.Content
			if m.ImageData != nil {
				content.otherPlatforms += m.ImageData.Size.Unpacked
			}
		case n == platform:
			content.manifest = m.Descriptor.Size
			content.own += m.Size.Content
		case platforms <= 1 && m.ImageData == nil:
			content.beside += m.Size.Content
		default:
			content.otherPlatforms += m.Size.Content
			if m.ImageData != nil {
				content.otherPlatforms += m.ImageData.Size.Unpacked
			}
		}
	}
	content.own += content.beside
	return content
}

// isIndex reports whether the ID of the image is the digest of an index.
func (i *inspection) isIndex() bool {
	return strings.Contains(i.Descriptor.MediaType, "index") || strings.Contains(i.Descriptor.MediaType, "manifest.list")
}

// inspectedPlatform returns the number of the manifest whose configuration the inspection
// shows, and how many platforms the store has content of. The number is -1 when no manifest
// or several fit.
func (i *inspection) inspectedPlatform() (manifest, platforms int) {
	manifest = -1
	fitting, last := 0, -1
	for n, m := range i.Manifests {
		if m.ImageData == nil || m.Size.Content == 0 {
			continue
		}
		platforms++
		last = n
		if p := m.ImageData.Platform; p.Os == i.Os && p.Architecture == i.Architecture && p.Variant == i.Variant {
			fitting++
			manifest = n
		}
	}
	switch {
	case len(i.RootFS.Layers) == 0 && i.Os == "":
		return -1, platforms // the configuration of the host's platform is not in the store
	case platforms == 1:
		return last, platforms
	case fitting != 1:
		return -1, platforms
	}
	return manifest, platforms
}
