package inventory

import (
	"context"
	"encoding/json"
	"io"
	"net/url"

	"jettison/dockerx"
	"jettison/dockerx/internal/jsonstream"
	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// external lists the containers that Buildah made for builds, on Podman: they hold images,
// and only Podman's own API lists them.
func (c fetcher) external(ctx context.Context) ([]*model.Container, error) {
	if c.KnownEngine().Store != model.StorePodman {
		return nil, nil
	}
	var found []*model.Container
	query := url.Values{"all": {"true"}, "external": {"true"}}
	err := c.Get(ctx, "/libpod/containers/json", query, func(body io.Reader) error {
		dec := json.NewDecoder(body)
		return jsonstream.Elements(dec, func() error {
			var listed struct {
				ID      string `json:"Id"`
				Names   []string
				Image   string
				ImageID string
				Created string
				State   model.ContainerState
			}
			if err := dec.Decode(&listed); err != nil {
				return err
			}
			if listed.State != model.StateStorage {
				return nil
			}
			container := &model.Container{
				ID: model.ContainerID(model.Clean(listed.ID)), Image: wire.ImageID(listed.ImageID), ImageRef: wire.Ref(listed.Image),
				State: model.StateStorage, Created: wire.Time(listed.Created), Since: wire.Time(listed.Created), Size: model.Unknown, External: true,
			}
			if len(listed.Names) > 0 {
				container.Name = model.Clean(listed.Names[0])
			}
			found = append(found, container)
			return nil
		})
	})
	if dockerx.IsStatusError(err) {
		return nil, nil // a proxy or another service without that API
	}
	return found, err
}
