package output

import (
	"jettison/model"
	"jettison/store/wire"
)

// manifestJSON is a manifest of an image.
type manifestJSON struct {
	Digest    string  `json:"digest"`
	Kind      string  `json:"kind"`
	Platform  *string `json:"platform"`
	Available bool    `json:"available"`
	Content   *int64  `json:"content"`
	Unpacked  *int64  `json:"unpacked"`
}

// manifestsOf is null for an image whose manifests the engine does not tell.
func manifestsOf(image *model.Image) []manifestJSON {
	var all []manifestJSON
	for i := range image.Manifests {
		m := &image.Manifests[i]
		all = append(all, manifestJSON{
			Digest: m.Digest, Kind: wire.ManifestKinds().Of(m.Kind), Platform: text(m.Platform),
			Available: m.Available, Content: known(m.Content), Unpacked: known(m.Unpacked),
		})
	}
	return all
}
