package inventory

import (
	"context"
	"encoding/json"
	"io"
	"net/url"
	"strconv"
	"strings"

	"jettison/dockerx"
	"jettison/dockerx/internal/jsonstream"
	"jettison/dockerx/internal/wire"
	"jettison/model"
)

// containerSummary is what is read of an element of /containers/json.
type containerSummary struct {
	ID      string `json:"Id"`
	Names   []string
	Image   string
	ImageID string
	Created int64
	State   string
	Status  string
	Labels  map[string]string
	SizeRw  *int64
	// ImageManifestDescriptor is of the manifest of an index (containerd store, API 1.48 and newer).
	ImageManifestDescriptor *struct{ Digest string }
	Mounts                  []struct{ Type, Name, Source string }
}

func (s *containerSummary) container() *model.Container {
	c := &model.Container{
		ID:       model.ContainerID(model.Clean(s.ID)),
		Image:    wire.ImageID(model.Clean(s.ImageID)),
		ImageRef: wire.Ref(s.Image),
		State:    containerState(s.State),
		Status:   model.Clean(s.Status),
		Created:  wire.UnixTime(s.Created),
		Size:     model.Unknown,
	}
	if c.State == model.StateExited {
		c.ExitCode = exitCodeIn(c.Status)
	}
	if s.ImageManifestDescriptor != nil {
		c.Manifest = model.Clean(s.ImageManifestDescriptor.Digest)
	}
	if len(s.Names) > 0 {
		c.Name = model.Clean(strings.TrimPrefix(s.Names[0], "/"))
	}
	for _, m := range s.Mounts {
		if m.Type == "volume" {
			c.Volumes = append(c.Volumes, model.Clean(m.Name))
		}
		if m.Type != "image" {
			continue
		}
		name := m.Name
		if name == "" {
			name = m.Source // Podman
		}
		c.Mounts = append(c.Mounts, wire.Ref(name))
	}
	if s.SizeRw != nil {
		c.Size = wire.CountOrUnknown(*s.SizeRw)
	}
	if c.State == model.StateCreated {
		c.Since = c.Created
	}
	return c
}

// exitCodeIn reads the exit code from the engine's sentence about a container that ended,
// such as "Exited (137) 2 weeks ago" (moby, container/state.go); nil if it has none.
func exitCodeIn(status string) *int {
	code, _, found := strings.Cut(strings.TrimPrefix(status, "Exited ("), ")")
	if n, err := strconv.Atoi(code); found && err == nil && strings.HasPrefix(status, "Exited (") {
		return &n
	}
	return nil
}

// containerState translates the two states that Podman names otherwise.
func containerState(state string) model.ContainerState {
	switch state = strings.ToLower(model.Clean(state)); state {
	case "stopped":
		return model.StateExited
	case "configured":
		return model.StateCreated
	}
	return model.ContainerState(state)
}

// containers lists all containers, those of builds too, or those of ids, without their sizes.
func (c fetcher) containers(ctx context.Context, ids ...model.ContainerID) ([]*model.Container, error) {
	query := url.Values{"all": {"1"}}
	if len(ids) > 0 {
		wanted := make(map[string]bool, len(ids))
		for _, id := range ids {
			wanted[string(id)] = true
		}
		filter, err := json.Marshal(map[string]map[string]bool{"id": wanted})
		if err != nil {
			return nil, err
		}
		query.Set("filters", string(filter))
	}
	var containers []*model.Container
	err := c.Get(ctx, "/containers/json", query, func(body io.Reader) error {
		dec, in := json.NewDecoder(body), model.NewInterner()
		return jsonstream.Elements(dec, func() error {
			var summary containerSummary
			if err := dec.Decode(&summary); err != nil {
				return err
			}
			if !wire.IsID(summary.ID) {
				return &jsonstream.ShapeError{Want: "ID", Got: summary.ID}
			}
			if wire.IsHelper(summary.Labels) {
				return nil
			}
			container := summary.container()
			container.Labels = in.Labels(summary.Labels)
			containers = append(containers, container)
			return nil
		})
	})
	if err == nil {
		err = c.dateMounts(ctx, containers)
	}
	if err != nil || len(ids) > 0 {
		return containers, err
	}
	external, err := c.external(ctx)
	return append(containers, external...), err
}

// dateMounts asks for the exact creation of the containers that mount images: the list has
// whole seconds, in which a name may have moved. Such containers are few.
func (c fetcher) dateMounts(ctx context.Context, containers []*model.Container) error {
	for _, of := range containers {
		if len(of.Mounts) == 0 {
			continue
		}
		var answer struct{ Created string }
		err := c.GetJSON(ctx, "/containers/"+url.PathEscape(string(of.ID))+"/json", nil, &answer)
		switch created := wire.Time(answer.Created); {
		case dockerx.IsStatusError(err): // gone meanwhile
		case err != nil:
			return err
		case !created.IsZero():
			of.Created = created
		}
	}
	return nil
}
