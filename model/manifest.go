package model

import "slices"

// ManifestKind is what a manifest of an image describes.
type ManifestKind uint8

// The kinds.
const (
	ManifestOther       ManifestKind = iota // what the engine does not know
	ManifestPlatform                        // the image for one platform
	ManifestAttestation                     // provenance or a list of contents
)

// Manifest is one of the manifests of an image in the containerd store. The ID of an image
// says which manifests it has, and not which of them are there: that may change.
type Manifest struct {
	Digest    string // "sha256:" and 64 hex digits
	Kind      ManifestKind
	Platform  string // such as "linux/arm64/v8"; empty for other kinds
	Available bool   // the store has all that the manifest refers to
	Content   int64  // bytes that the store has of the manifest and all that it refers to
	Unpacked  int64  // bytes of its files
}

// Size returns the bytes of the content and the files of the manifest, or Unknown.
func (m *Manifest) Size() int64 {
	if m.Content < 0 || m.Unpacked < 0 {
		return Unknown
	}
	return m.Content + m.Unpacked
}

// Platforms returns the manifests of platforms that the store has. known is false when the
// engine does not tell.
func (i *Image) Platforms() (present []Manifest, known bool) {
	for _, m := range i.Manifests {
		if m.Kind == ManifestPlatform && m.Available {
			present = append(present, m)
		}
	}
	return present, i.Manifests != nil
}

// ToKeep returns those manifests of an image that a backup of it must have: the available
// ones of several. The ID of the image says what a single one is.
func ToKeep(all []Manifest) []Manifest {
	if len(all) < 2 {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(all), func(m Manifest) bool { return !m.Available })
}

// Lacks returns which of some manifests the store does not have of the image. It returns none
// if the engine does not tell.
func (i *Image) Lacks(manifests []Manifest) []Manifest {
	if i.Manifests == nil {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(manifests), func(m Manifest) bool {
		return slices.ContainsFunc(i.Manifests, func(now Manifest) bool { return now.Digest == m.Digest && now.Available })
	})
}
