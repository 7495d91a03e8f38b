package inventory

import (
	"strings"

	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// manifestSummary describes a manifest of an image (API 1.47 and newer in lists, 1.48 in
// inspections).
type manifestSummary struct {
	ID         string
	Kind       string // "image", "attestation" or "unknown"
	Available  bool
	Descriptor struct{ Size int64 }
	// Size.Content is the bytes of the manifest and of all that it refers to, as far as the
	// store has it.
	Size struct{ Content int64 }
	// ImageData is nil unless the manifest is of kind "image".
	ImageData *struct {
		Platform ociPlatform
		Size     struct{ Unpacked int64 }
	}
}

// ociPlatform is a platform as the OCI image-spec has it.
type ociPlatform struct{ Os, Architecture, Variant string }

// name returns the platform as docker writes it, such as "linux/arm64/v8".
func (p ociPlatform) name() string {
	return strings.Trim(cleanJoin("/", p.Os, p.Architecture, p.Variant), "/")
}

// manifests converts manifests to the model. It returns nil if there are none.
func (in *interner) manifests(summaries []manifestSummary) []model.Manifest {
	var all []model.Manifest
	for i := range summaries {
		all = append(all, in.manifest(&summaries[i]))
	}
	return all
}

func (in *interner) manifest(s *manifestSummary) model.Manifest {
	m := model.Manifest{Digest: model.Clean(s.ID), Available: s.Available, Content: wire.CountOrUnknown(s.Size.Content)}
	switch s.Kind {
	case "image":
		m.Kind = model.ManifestPlatform
	case "attestation":
		m.Kind = model.ManifestAttestation
	}
	if s.ImageData != nil {
		m.Platform = in.text(s.ImageData.Platform.name())
		m.Unpacked = wire.CountOrUnknown(s.ImageData.Size.Unpacked)
	}
	return m
}
