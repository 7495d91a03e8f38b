package sim

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	imagetypes "github.com/moby/moby/api/types/image"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"

	"jettison/model"
	"jettison/model/modeltest"
)

// decodePlatforms decodes the platforms of a request.
func decodePlatforms(texts []string) ([]ocispec.Platform, *apiError) {
	var all []ocispec.Platform
	for _, text := range texts {
		var one ocispec.Platform
		if err := json.Unmarshal([]byte(text), &one); err != nil {
			return nil, &apiError{http.StatusBadRequest, "failed to parse platform: " + err.Error()}
		}
		all = append(all, one)
	}
	return all, nil
}

// removePlatforms removes platforms of an image by the rules of the containerd store (moby,
// daemon/containerd/image_delete.go): it wants force, asks for no user of any of them, and
// deletes blobs that other images have too. It sends no event. The caller holds the mutex.
func (e *Engine) removePlatforms(name string, wanted []ocispec.Platform, force bool) (reply, error) {
	if !force {
		return fail(http.StatusBadRequest, "Content will be removed from all images referencing this variant. Use —-force to force delete.")
	}
	found, err := e.st.find(name)
	if err != nil {
		return reply{}, err
	}
	img, records := found.image, []imagetypes.DeleteResponse{}
	for _, want := range wanted {
		p, err := e.presentPlatform(img, name, want)
		if err != nil {
			return reply{}, err
		}
		records = append(records, imagetypes.DeleteResponse{Deleted: e.manifest(img, p).ID})
		if p.name == "" {
			e.dropOwn(img)
			continue
		}
		for i := range img.Platforms {
			if img.Platforms[i].Name == p.name {
				img.Platforms[i].Missing = true
			}
		}
	}
	return ok(records)
}

// presentPlatform finds a platform of an image that the store has.
func (e *Engine) presentPlatform(img *image, name string, want ocispec.Platform) (*imagePlatform, *apiError) {
	wanted := (&imagePlatform{platform: want}).text()
	for _, p := range e.platforms(img) {
		if !p.missing && model.SamePlatform(p.text(), wanted) {
			return &p, nil
		}
	}
	return nil, &apiError{http.StatusNotFound, fmt.Sprintf(
		"failed to delete platform %s for image %s: image with reference %s was found but does not provide any platform", wanted, img.ID, name)}
}

// text is a platform as docker writes it.
func (p *imagePlatform) text() string {
	text := p.platform.OS + "/" + p.platform.Architecture
	if p.platform.Variant != "" {
		text += "/" + p.platform.Variant
	}
	return text
}

// dropOwn deletes the blobs of the engine's own platform of an image, from all images that
// have any of them.
func (e *Engine) dropOwn(img *image) {
	gone := map[string]bool{}
	for _, layer := range img.Layers() {
		gone[layer.DiffID] = true
	}
	img.OwnMissing = true
	for _, other := range e.st.images {
		lost := func(layer *modeltest.Layer) bool { return gone[layer.DiffID] }
		if !other.OwnMissing && slices.ContainsFunc(other.Layers(), lost) {
			other.OwnMissing = true
		}
	}
}

// inspectPlatform shows an image for one platform, or says that the store has none such.
func (e *Engine) inspectPlatform(img *image, want ocispec.Platform, details *imageDetails) *apiError {
	p, err := e.presentPlatform(img, string(img.ID), want)
	if err != nil {
		return &apiError{http.StatusNotFound, "image with reference " + string(img.ID) + " was found but does not provide the specified platform (" + (&imagePlatform{platform: want}).text() + ")"}
	}
	if p.name == "" {
		details.Architecture, details.Os, details.RootFS.Layers = arch, platform, diffIDs(img.Image)
		return nil
	}
	details.Architecture, details.Os, details.Variant = p.platform.Architecture, p.platform.OS, p.platform.Variant
	details.RootFS, details.Config = imagetypes.RootFS{Type: "layers"}, imageConfig{}
	for _, layer := range p.layers(img) {
		details.RootFS.Layers = append(details.RootFS.Layers, layerDigest(layer))
	}
	return nil
}

// layerDigest is the diff ID of a layer of another platform.
func layerDigest(layer string) string { return described([]byte(layer), "").Digest.String() }
