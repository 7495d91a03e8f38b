package sim

import (
	"slices"

	imagetypes "github.com/moby/moby/api/types/image"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"

	"jettison/model"
	"jettison/model/modeltest"
)

// imageDetails is the answer of /images/{name}/json with the fields that API
// versions before 1.52 have. The configuration has only what images of a world
// have.
type imageDetails struct {
	ID            string `json:"Id"`
	RepoTags      []string
	RepoDigests   []string
	Parent        string
	Comment       string
	Created       string
	DockerVersion string
	Author        string
	Architecture  string
	Os            string
	Size          int64
	VirtualSize   *int64 `json:",omitempty"`
	GraphDriver   graphDriver
	RootFS        imagetypes.RootFS
	Metadata      imagetypes.Metadata
	Descriptor    *ocispec.Descriptor `json:",omitempty"`
	Config        imageConfig
}

type graphDriver struct {
	Data map[string]string
	Name string
}

type imageConfig struct {
	Cmd        []string
	Entrypoint []string
	Env        []string
	Labels     map[string]string
	User       string
	WorkingDir string
}

// inspectImage serves /images/{name}/json.
func (e *Engine) inspectImage(c *call) (reply, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	found, err := e.findForRead(c.name)
	if err != nil {
		return reply{}, err
	}
	img := found.image
	details := imageDetails{
		ID: string(img.ID), RepoTags: emptyNotNil(slices.Clone(img.Tags)), RepoDigests: emptyNotNil(e.digests(img)),
		Parent: string(img.Parent), Created: img.Created.UTC().Format(timeLayout),
		Architecture: arch, Os: platform, Size: e.inspectSize(img),
		GraphDriver: graphDriver{Name: e.driver()},
		RootFS:      imagetypes.RootFS{Type: "layers", Layers: diffIDs(img.Image)},
		Metadata:    imagetypes.Metadata{LastTagTime: img.LastTagged.UTC()},
		Config:      imageConfig{Cmd: img.Cmd, Env: []string{"PATH=/usr/local/bin:/usr/bin:/bin"}, Labels: img.Labels},
	}
	if e.opts.Store == model.StoreContainerd {
		details.Descriptor = descriptor(img)
	}
	if e.podman() {
		details.Parent = bare(img.Parent)
		details.Metadata = imagetypes.Metadata{}
	}
	if olderThan(c.api, "1.44") {
		size := details.Size
		details.VirtualSize = &size
	}
	return ok(details)
}

// findForRead resolves a name; Docker 20.10 says twice that it did not find it.
func (e *Engine) findForRead(name string) (found, error) {
	f, err := e.st.find(name)
	if err == nil {
		return f, nil
	}
	if e.podman() {
		return found{}, e.podmanNotFound(name, err)
	}
	if e.legacy && err.status == 404 {
		err.message = "no such image: " + name + ": " + err.message
	}
	return found{}, err
}

func emptyNotNil(refs []string) []string {
	if refs == nil {
		return []string{}
	}
	return refs
}

func diffIDs(img *modeltest.Image) []string {
	layers := img.Layers()
	ids := make([]string, 0, len(layers))
	for _, layer := range layers {
		ids = append(ids, layer.DiffID)
	}
	return ids
}

// imageHistory serves /images/{name}/history, the newest entry first. The
// entries carry the IDs of the image and its parents as far as these are
// there, "<missing>" beyond.
func (e *Engine) imageHistory(c *call) (reply, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	found, err := e.findForRead(c.name)
	if err != nil {
		return reply{}, err
	}
	items := []imagetypes.HistoryResponseItem{}
	step := found.image
	for entry := found.image.History; entry != nil; entry = entry.Below {
		item := imagetypes.HistoryResponseItem{
			ID: "<missing>", Created: entry.Created.Unix(), CreatedBy: entry.CreatedBy, Comment: entry.Comment,
		}
		if entry.Layer != nil {
			item.Size = e.layerSize(entry.Layer)
		}
		if step != nil {
			item.ID = string(step.ID)
			if len(step.Tags) > 0 {
				item.Tags = slices.Clone(step.Tags)
			}
			step = e.st.images[step.Parent]
		}
		items = append(items, item)
	}
	return ok(items)
}
