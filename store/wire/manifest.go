package wire

import "jettison/model"

// ManifestKinds are the names of what manifests describe.
func ManifestKinds() Names[model.ManifestKind] {
	return Names[model.ManifestKind]{
		model.ManifestOther:       "other",
		model.ManifestPlatform:    "platform",
		model.ManifestAttestation: "attestation",
	}
}
