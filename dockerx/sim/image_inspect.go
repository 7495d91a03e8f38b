package sim

import (
	"net/http"
	"slices"

	imagetypes "github.com/moby/moby/api/types/image"
	"github.com/opencontainers/go-digest"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"

	"jettison/model"
	"jettison/model/modeltest"
)

// imageDetails is the answer of /images/{name}/json. API versions before 1.52 have the fields
// that are pointers even when these are empty. The configuration has only what images of a
// world have.
type imageDetails struct {
	ID            string `json:"Id"`
	RepoTags      []string
	RepoDigests   []string
	Parent        *string `json:",omitempty"`
	Comment       *string `json:",omitempty"`
	Created       string
	DockerVersion *string `json:",omitempty"`
	Author        *string `json:",omitempty"`
	Architecture  string
	Os            string
	Variant       string `json:",omitempty"`
	Size          int64
	VirtualSize   *int64       `json:",omitempty"`
	GraphDriver   *graphDriver `json:",omitempty"`
	RootFS        imagetypes.RootFS
	Metadata      imagetypes.Metadata
	Descriptor    *ocispec.Descriptor          `json:",omitempty"`
	Manifests     []imagetypes.ManifestSummary `json:",omitempty"`
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

// inspectedTags returns the tags, in the containerd store with the digests that are
// references of their own.
func (e *Engine) inspectedTags(img *image) []string {
	if e.opts.Store == model.StoreContainerd {
		return img.refs()
	}
	return slices.Clone(img.Tags)
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
		ID: string(img.ID), RepoTags: emptyNotNil(e.inspectedTags(img)), RepoDigests: emptyNotNil(e.digests(img)),
		Created:      img.Created.UTC().Format(timeLayout),
		Architecture: arch, Os: platform, Size: e.inspectSize(img),
		RootFS:   imagetypes.RootFS{Type: "layers", Layers: diffIDs(img.Image)},
		Metadata: imagetypes.Metadata{LastTagTime: e.lastTagged(img).UTC()},
		Config:   imageConfig{Cmd: img.Cmd, Env: []string{"PATH=/usr/local/bin:/usr/bin:/bin"}, Labels: img.Labels},
	}
	if e.opts.Store == model.StoreContainerd {
		if img.OwnMissing {
			e.inspectOther(img, &details)
		}
		if !olderThan(c.api, "1.48") {
			details.Descriptor = descriptor(img)
			if c.boolean("manifests") {
				details.Manifests = e.manifests(img)
			}
		}
		if err := e.inspectAsked(c, img, &details); err != nil {
			return reply{}, err
		}
	}
	parent := string(img.Parent)
	if e.podman() {
		parent = e.podmanParent(img)
		details.Metadata = imagetypes.Metadata{}
	}
	old := olderThan(c.api, "1.52")
	if old || parent != "" {
		details.Parent = &parent
	}
	if old || e.opts.Store != model.StoreContainerd {
		details.GraphDriver = &graphDriver{Name: e.driver()}
	}
	if old {
		builder := e.classicBuilder(img)
		details.Comment, details.DockerVersion, details.Author = new(string), &builder, new(string)
	}
	if olderThan(c.api, "1.44") {
		size := details.Size
		details.VirtualSize = &size
	}
	return ok(details)
}

// inspectOther shows an image of which the store lacks the engine's own platform: before Docker
// 29 another one, since then none.
func (e *Engine) inspectOther(img *image, details *imageDetails) {
	details.Architecture, details.Os, details.RootFS, details.Config = "", "", imagetypes.RootFS{}, imageConfig{}
	if e.since29() {
		details.Created = ""
		return
	}
	for _, p := range e.platforms(img)[1:] {
		if p.missing {
			continue
		}
		details.Architecture, details.Os = p.platform.Architecture, p.platform.OS
		details.RootFS = imagetypes.RootFS{Type: "layers"}
		for _, layer := range p.layers(img) {
			details.RootFS.Layers = append(details.RootFS.Layers, digest.FromString(layer).String())
		}
		return
	}
}

// classicBuilder is the version of Docker that images of its classic builder have; "" for others.
func (e *Engine) classicBuilder(img *image) string {
	if img.Parent == "" || e.opts.Store != model.StoreGraph || e.since29() {
		return ""
	}
	return e.opts.Version
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
	if step.OwnMissing {
		return ok(append(items, imagetypes.HistoryResponseItem{ID: string(step.ID), Created: step.Created.Unix(), CreatedBy: "ADD rootfs /", Tags: slices.Clone(step.Tags)}))
	}
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

// inspectAsked describes the platform that a request asks for, if it does.
func (e *Engine) inspectAsked(c *call, img *image, details *imageDetails) *apiError {
	texts := c.query["platform"]
	if len(texts) == 0 || olderThan(c.api, "1.49") {
		return nil
	}
	if c.boolean("manifests") {
		return &apiError{http.StatusBadRequest, "conflicting options: manifests and platform options cannot both be set"}
	}
	wanted, err := decodePlatforms(texts[:1])
	if err != nil {
		return err
	}
	return e.inspectPlatform(img, wanted[0], details)
}
