package inventory

import (
	"context"
	"encoding/json"
	"io"

	"jettison/dockerx/internal/jsonstream"
	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// volumeSummary is what is read of a volume, in the list and in the disk usage.
type volumeSummary struct {
	Name, Driver, Scope, Mountpoint, CreatedAt string
	Labels, Options                            map[string]string
	UsageData                                  *struct{ Size, RefCount int64 }
}

func (s *volumeSummary) volume(in *model.Interner) *model.Volume {
	return &model.Volume{
		Name: model.Clean(s.Name), Driver: in.Text(s.Driver), Scope: in.Text(s.Scope), Mountpoint: model.Clean(s.Mountpoint),
		Labels: cleanMap(in, s.Labels), Options: cleanMap(in, s.Options), Created: wire.Time(s.CreatedAt),
		Size: model.Unknown, Users: model.Unknown,
	}
}

// cleanMap cleans the keys and the values of a map; nil for an empty one.
func cleanMap(in *model.Interner, all map[string]string) map[string]string {
	if len(all) == 0 {
		return nil
	}
	clean := make(map[string]string, len(all))
	for key, value := range all {
		clean[in.Text(key)] = in.Text(value)
	}
	return clean
}

// volumes lists all volumes, without their sizes.
func (c fetcher) volumes(ctx context.Context) ([]*model.Volume, error) {
	volumes := []*model.Volume{}
	err := c.Get(ctx, "/volumes", nil, func(body io.Reader) error {
		dec, in := json.NewDecoder(body), model.NewInterner()
		return jsonstream.Fields(dec, func(name string) error {
			if name != "Volumes" {
				return jsonstream.Skip(dec)
			}
			return jsonstream.Elements(dec, func() error {
				var summary volumeSummary
				if err := dec.Decode(&summary); err != nil {
					return err
				}
				volumes = append(volumes, summary.volume(in))
				return nil
			})
		})
	})
	return volumes, err
}
