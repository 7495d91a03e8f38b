package transfer

import (
	"context"

	"jettison/dockerx"
	"jettison/dockerx/internal/wire"
)

// inspectJobs is how many images are inspected side by side.
const inspectJobs = 16

// imageInspection is what is read of /images/{name}/json.
type imageInspection struct {
	ID                    string `json:"Id"`
	RepoTags, RepoDigests []string
	RootFS                struct{ Layers []string }
}

// inspect asks for one image by its ID or a reference.
func inspect(ctx context.Context, client *dockerx.Client, name string) (*imageInspection, error) {
	found := new(imageInspection)
	if err := client.GetJSON(ctx, wire.ImagePath(name, "json"), nil, found); err != nil {
		return nil, err
	}
	return found, nil
}
