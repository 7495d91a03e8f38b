package sim

import (
	"net/http"
	"slices"
	"strings"

	ocispec "github.com/opencontainers/image-spec/specs-go/v1"

	"jettison/model"
)

// containerSummary is an entry of the container list, as API 1.51 has it.
type containerSummary struct {
	ID              string `json:"Id"`
	Names           []string
	Image           string
	ImageID         string
	Command         string
	Created         int64
	Ports           []struct{}
	SizeRw          int64 `json:",omitempty"`
	SizeRootFs      int64 `json:",omitempty"`
	Labels          map[string]string
	State           model.ContainerState
	Status          string
	HostConfig      struct{ NetworkMode string }
	NetworkSettings struct{ Networks map[string]struct{} }
	Mounts          []containerMount
	// ImageManifestDescriptor is of what the container was created from (containerd store, API 1.48
	// and newer).
	ImageManifestDescriptor *ocispec.Descriptor `json:",omitempty"`
}

// containerOptions say which containers a list has, and with which fields.
type containerOptions struct {
	all     bool
	size    bool
	filters filters
}

// listContainers serves /containers/json.
func (e *Engine) listContainers(c *call) (reply, error) {
	wanted, err := parseFilters(c, "ancestor", "label", "name", "id", "status", "volume",
		"before", "since", "exited", "expose", "publish", "health", "isolation", "is-task", "network")
	if err != nil {
		return reply{}, err
	}
	for _, status := range wanted["status"] {
		if !knownState(model.ContainerState(status)) {
			return fail(http.StatusBadRequest, "invalid filter 'status="+status+"'")
		}
	}
	all := c.boolean("all") || len(wanted["status"]) > 0
	return ok(e.containerSummaries(c, containerOptions{all: all, size: c.boolean("size"), filters: wanted}))
}

func knownState(state model.ContainerState) bool {
	switch state {
	case model.StateCreated, model.StateRunning, model.StatePaused, model.StateRestarting,
		model.StateRemoving, model.StateExited, model.StateDead:
		return true
	case model.StateStorage: // no filter knows it
	}
	return false
}

// containerSummaries lists containers, the newest first.
func (e *Engine) containerSummaries(call *call, opts containerOptions) []*containerSummary {
	e.mu.Lock()
	defer e.mu.Unlock()
	ancestors := e.ancestors(opts.filters)
	listed := make([]*container, 0, len(e.st.containers))
	for _, c := range e.st.containers {
		if !c.External && (opts.all || c.State.Running()) && e.listsContainer(c, opts.filters, ancestors) {
			listed = append(listed, c)
		}
	}
	slices.SortFunc(listed, func(a, b *container) int {
		if newer := b.Created.Compare(a.Created); newer != 0 {
			return newer
		}
		return strings.Compare(string(a.ID), string(b.ID))
	})
	summaries := make([]*containerSummary, 0, len(listed))
	for _, c := range listed {
		summary := e.containerSummary(c, opts.size)
		if img, there := e.st.images[c.Image]; there && e.opts.Store == model.StoreContainerd && call != nil && !olderThan(call.api, "1.48") {
			summary.ImageManifestDescriptor = e.ownDescriptor(img)
		}
		summaries = append(summaries, summary)
	}
	return summaries
}

func (e *Engine) containerSummary(c *container, size bool) *containerSummary {
	s := &containerSummary{
		ID: string(c.ID), Names: []string{"/" + c.Name}, Image: e.shownRef(c), ImageID: string(c.Image),
		Command: c.Command(), Created: c.Created.Unix(), Ports: []struct{}{},
		Labels: emptyLabels(c.Labels), State: c.State, Status: c.Status(e.now()), Mounts: e.mounts(c.Container),
	}
	s.HostConfig.NetworkMode = "none"
	s.NetworkSettings.Networks = map[string]struct{}{"none": {}}
	if size {
		s.SizeRw = c.SizeRw
		s.SizeRootFs = e.unpacked(c.top) + c.SizeRw
	}
	return s
}

func emptyLabels(labels map[string]string) map[string]string {
	if labels == nil {
		return map[string]string{}
	}
	return labels
}

// shownRef returns the name that a container lists for its image: the reference that it was
// created from while that still names the image, or else the ID.
func (e *Engine) shownRef(c *container) string {
	if found, err := e.st.find(c.ImageRef); err == nil && found.image.ID == c.Image {
		return c.ImageRef
	}
	return string(c.Image)
}

// ancestors returns the IDs of the images that the ancestor filter names; nil if it is not
// set.
func (e *Engine) ancestors(wanted filters) map[model.ImageID]bool {
	names, set := wanted["ancestor"]
	if !set {
		return nil
	}
	ids := map[model.ImageID]bool{}
	for _, name := range names {
		if found, err := e.st.find(name); err == nil {
			ids[found.image.ID] = true
		}
	}
	return ids
}

func (e *Engine) listsContainer(c *container, wanted filters, ancestors map[model.ImageID]bool) bool {
	if ancestors != nil && !e.descends(c.Image, ancestors) {
		return false
	}
	fits := func(name string, matches func(string) bool) bool {
		values, set := wanted[name]
		return !set || slices.ContainsFunc(values, matches)
	}
	return wanted.labels(c.Labels) &&
		fits("name", func(v string) bool { return strings.Contains("/"+c.Name, strings.TrimPrefix(v, "^")) }) &&
		fits("id", func(v string) bool { return strings.HasPrefix(string(c.ID), v) }) &&
		fits("status", func(v string) bool { return string(c.State) == v }) &&
		fits("volume", func(v string) bool { return slices.Contains(c.Volumes, v) })
}

// descends reports whether an image or one of its parents is wanted.
func (e *Engine) descends(id model.ImageID, wanted map[model.ImageID]bool) bool {
	for id != "" {
		if wanted[id] {
			return true
		}
		img, ok := e.st.images[id]
		if !ok {
			return false
		}
		id = img.Parent
	}
	return false
}
