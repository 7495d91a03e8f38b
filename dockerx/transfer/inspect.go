package transfer

import (
	"context"
	"net/url"

	"jettison/dockerx"
	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// inspectJobs is how many images are inspected side by side.
const inspectJobs = 16

// imageInspection is what is read of /images/{name}/json.
type imageInspection struct {
	ID                    string `json:"Id"`
	RepoTags, RepoDigests []string
	RootFS                struct{ Layers []string }
	Manifests             []wire.Manifest // containerd store, API 1.48 and newer
}

// inspect asks for one image by its ID or a reference. Engines that keep no manifests ignore
// that these are asked for.
func inspect(ctx context.Context, client *dockerx.Client, name string) (*imageInspection, error) {
	found := new(imageInspection)
	if err := client.GetJSON(ctx, wire.ImagePath(name, "json"), url.Values{"manifests": {"1"}}, found); err != nil {
		return nil, err
	}
	return found, nil
}

// lacks returns which of some manifests the engine does not have of an image, as far as it
// tells.
func (i *imageInspection) lacks(manifests []model.Manifest) []model.Manifest {
	image := model.Image{Manifests: wire.Manifests(i.Manifests)}
	return image.Lacks(manifests)
}
