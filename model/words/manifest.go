package words

import (
	"strings"

	"jettison/model"
)

// ManifestName returns what a manifest is of: a platform, or what else an index may have.
func ManifestName(m *model.Manifest) string {
	switch {
	case m.Kind == model.ManifestAttestation:
		return "attestation"
	case m.Kind == model.ManifestPlatform && m.Platform != "":
		return m.Platform
	}
	return "unknown"
}

// ManifestBytes returns how much of a manifest the store has, in a few words.
func ManifestBytes(m *model.Manifest) string {
	switch {
	case m.Available && m.Unpacked > 0:
		return Size(m.Content) + ", unpacked " + Size(m.Unpacked)
	case m.Available:
		return Size(m.Content)
	case m.Content > 0:
		return "incomplete, " + Size(m.Content)
	case m.Content < 0:
		return "incomplete"
	}
	return "missing"
}

// Platforms returns the platforms of an index, and which of them the store lacks, as what an
// image is for; empty for an image without a choice of them.
func Platforms(image *model.Image) string {
	var here, missing []string
	for i := range image.Manifests {
		m := &image.Manifests[i]
		switch {
		case m.Kind != model.ManifestPlatform:
		case m.Available:
			here = append(here, ManifestName(m))
		default:
			missing = append(missing, ManifestName(m))
		}
	}
	switch {
	case len(here)+len(missing) < 2:
		return ""
	case len(here) == 0:
		return strings.Join(missing, ", ") + "; none of them is in the store"
	case len(missing) == 0:
		return strings.Join(here, ", ")
	}
	return strings.Join(here, ", ") + "; not in the store: " + strings.Join(missing, ", ")
}
