package wire

import (
	"slices"
	"strings"

	"jettison/model"
)

// Manifest is a manifest of an image, as lists of API 1.47 and inspections of API 1.48 and
// newer have it.
type Manifest struct {
	ID         string
	Kind       string // "image", "attestation" or "unknown"
	Available  bool
	Descriptor struct{ Size int64 }
	// Size.Content is the bytes of the manifest and of all that it refers to, as far as the
	// store has it.
	Size struct{ Content int64 }
	// ImageData is nil unless the manifest is of kind "image".
	ImageData *struct {
		Platform Platform
		Size     struct{ Unpacked int64 }
	}
}

// Platform is a platform as the OCI image-spec has it.
type Platform struct {
	Architecture string `json:"architecture"`
	Os           string `json:"os"`
	Variant      string `json:"variant,omitempty"`
}

// Name returns the platform as docker writes it, such as "linux/arm64/v8".
func (p Platform) Name() string {
	parts := []string{model.Clean(p.Os), model.Clean(p.Architecture), model.Clean(p.Variant)}
	return strings.Join(slices.DeleteFunc(parts, func(part string) bool { return part == "" }), "/")
}

// Manifests converts manifests to the model. It returns nil if there are none.
func Manifests(told []Manifest) []model.Manifest {
	var all []model.Manifest
	for i := range told {
		all = append(all, told[i].model())
	}
	return all
}

func (m *Manifest) model() model.Manifest {
	made := model.Manifest{Digest: model.Clean(m.ID), Available: m.Available, Content: CountOrUnknown(m.Size.Content)}
	switch m.Kind {
	case "image":
		made.Kind = model.ManifestPlatform
	case "attestation":
		made.Kind = model.ManifestAttestation
	}
	if m.ImageData != nil {
		made.Platform = m.ImageData.Platform.Name()
		made.Unpacked = CountOrUnknown(m.ImageData.Size.Unpacked)
	}
	return made
}
