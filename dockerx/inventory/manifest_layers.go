package inventory

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"

	"jettison/dockerx"
	"jettison/dockerx/internal/fanout"
	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// ManifestLayers asks for the layers of all manifests that the store has of the images of an
// inventory, and that the inventory does not know yet. What the engine does not tell of a
// manifest stays unknown and does not stop the others. It takes an inspection for each
// manifest, some 10 ms in the containerd store. Errors are *model.Problem.
func ManifestLayers(ctx context.Context, client *dockerx.Client, inv *model.Inventory) (model.ManifestLayers, error) {
	c, known := fetcher{client}, model.ManifestLayers{}
	var asked []manifestOf
	for _, image := range inv.Images() {
		for i := range image.Manifests {
			m := &image.Manifests[i]
			layers, told := inv.ManifestLayers()[m.Digest]
			switch {
			case m.Kind != model.ManifestPlatform, !m.Available && m.Content == 0:
			case told:
				known[m.Digest] = layers
			case !image.Ambiguous(m):
				asked = append(asked, manifestOf{image.ID, m})
			}
		}
	}
	type told struct {
		digest string
		layers []string
	}
	ask := func(ctx context.Context, of manifestOf) (told, error) {
		layers, err := c.layersOfManifest(ctx, of)
		return told{of.manifest.Digest, layers}, err
	}
	err := fanout.Each(ctx, inspectJobs, slices.Values(asked), ask, func(one told) {
		if one.layers != nil {
			known[one.digest] = one.layers
		}
	})
	if err != nil {
		return nil, dockerx.ProblemOf(err, c.Host())
	}
	return known, nil
}

// manifestOf is a manifest of an image.
type manifestOf struct {
	image    model.ImageID
	manifest *model.Manifest
}

// layersOfManifest returns the diff IDs of a manifest; nil when the engine does not tell them, or
// tells those of another platform.
func (c fetcher) layersOfManifest(ctx context.Context, of manifestOf) ([]string, error) {
	parts := strings.SplitN(of.manifest.Platform, "/", 3)
	if len(parts) < 2 {
		return nil, nil
	}
	platform := wire.Platform{Os: parts[0], Architecture: parts[1]}
	if len(parts) > 2 {
		platform.Variant = parts[2]
	}
	text, err := json.Marshal(platform)
	if err != nil {
		return nil, err
	}
	var found struct {
		RootFS struct{ Layers []string }
		wire.Platform
	}
	err = c.GetJSON(ctx, wire.ImagePath(string(of.image), "json"), url.Values{"platform": {string(text)}}, &found)
	switch {
	case dockerx.IsStatusError(err):
		return nil, nil
	case err != nil:
		return nil, err
	case !model.SamePlatform(found.Name(), of.manifest.Platform):
		return nil, nil
	}
	return append([]string{}, found.RootFS.Layers...), nil
}
