package sim

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"net/http"
	"slices"
	"time"

	"github.com/moby/moby/api/types/events"
	"github.com/opencontainers/go-digest"
	"github.com/opencontainers/image-spec/specs-go"
	v1 "github.com/opencontainers/image-spec/specs-go/v1"

	"jettison/model"
	"jettison/model/modeltest"
)

const blobs = "blobs/sha256/"

// savedConfig is an image's configuration as this engine saves it. It identifies the
// image on loading; the layers of the archive are a few made-up bytes.
type savedConfig struct {
	ID       model.ImageID `json:"id"`
	Platform string        `json:"platform,omitempty"` // "" for the engine's own

	// Config is that of an image without layers that somebody else made.
	Config struct{ Labels map[string]string } `json:"config,omitzero"`
}

// dockerManifest is an image in docker's manifest.json.
type dockerManifest struct {
	Config   string
	RepoTags []string
	Layers   []string
}

// saveImages serves GET /images/get, with an OCI layout.
func (e *Engine) saveImages(w http.ResponseWriter, c *call) {
	e.mu.Lock()
	text, err := e.savedImages(c)
	e.mu.Unlock()
	if err != nil {
		write(w, c, err.status, errorBody(err.message))
		return
	}
	w.Header().Set("Content-Type", "application/x-tar")
	if c.fault.spoil(w, text) {
		return
	}
	_, _ = w.Write(text) // a client that went away is no business of the engine
}

func (e *Engine) savedImages(c *call) ([]byte, *apiError) {
	wanted, err := e.savedPlatforms(c)
	if err != nil {
		return nil, err
	}
	layout := newSavedLayout()
	for _, name := range c.query["names"] {
		one, err := e.st.find(name)
		if err != nil {
			return nil, err
		}
		if err := layout.add(one.image, e.platforms(one.image), wanted); err != nil {
			return nil, err
		}
	}
	return layout.end(), nil
}

// savedPlatforms returns the platforms that a request wants saved; empty for all.
func (e *Engine) savedPlatforms(c *call) ([]v1.Platform, *apiError) {
	if e.opts.Store != model.StoreContainerd || olderThan(c.api, "1.48") {
		return nil, nil
	}
	var wanted []v1.Platform
	for _, text := range c.query["platform"] {
		var one v1.Platform
		if json.Unmarshal([]byte(text), &one) != nil {
			return nil, &apiError{http.StatusBadRequest, "failed to parse platform"}
		}
		wanted = append(wanted, one)
	}
	if len(wanted) > 1 && olderThan(c.api, "1.52") {
		return nil, &apiError{http.StatusBadRequest, "multiple platform parameters not supported"}
	}
	return wanted, nil
}

// savedLayout is an OCI layout of images under way, with each blob once.
type savedLayout struct {
	buffer  bytes.Buffer
	to      *tar.Writer
	written map[digest.Digest]bool
	index   v1.Index
	docker  []dockerManifest
}

func newSavedLayout() *savedLayout {
	s := &savedLayout{written: map[digest.Digest]bool{}, index: v1.Index{Versioned: specs.Versioned{SchemaVersion: 2}}}
	s.to = tar.NewWriter(&s.buffer)
	return s
}

func (s *savedLayout) file(name string, content []byte) {
	_ = s.to.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(content)), Mode: 0o644})
	_, _ = s.to.Write(content) // a buffer takes everything
}

func (s *savedLayout) blob(content []byte) {
	if sum := digest.FromBytes(content); !s.written[sum] {
		s.file(blobs+sum.Encoded(), content)
		s.written[sum] = true
	}
}

// object encodes what has only strings and numbers.
func object(content any) []byte {
	text, _ := json.Marshal(content)
	return text
}

// add adds the platforms of an image that are available. The containerd store fails if it
// lacks the platform that docker's manifest.json would have: the engine's own, or the first of
// those that are wanted. If one is wanted, its index is left out.
func (s *savedLayout) add(img *image, all []imagePlatform, wanted []v1.Platform) *apiError {
	index, preferred := v1.Index{Versioned: specs.Versioned{SchemaVersion: 2}, MediaType: v1.MediaTypeImageIndex}, -1
	for i := range all {
		p := &all[i]
		config, manifest := p.blobs(img)
		index.Manifests = append(index.Manifests, described(manifest, v1.MediaTypeImageManifest))
		index.Manifests[i].Platform = &p.platform
		isWanted := len(wanted) == 0 || slices.ContainsFunc(wanted, func(w v1.Platform) bool {
			return w.OS == p.platform.OS && w.Architecture == p.platform.Architecture && w.Variant == p.platform.Variant
		})
		if isWanted && preferred < 0 {
			preferred = i
		}
		if !isWanted || p.missing {
			continue
		}
		for _, layer := range p.layers(img) {
			s.blob([]byte(layer))
		}
		s.blob(config)
		s.blob(manifest)
	}
	if preferred < 0 || all[preferred].missing {
		missing := index.Manifests[max(0, preferred)].Digest
		return &apiError{http.StatusNotFound, "unable to create manifests file: NotFound: content digest " + string(missing) + ": not found"}
	}
	s.docker = append(s.docker, all[preferred].entry(img))
	if len(all) == 1 || len(wanted) == 1 {
		s.index.Manifests = append(s.index.Manifests, index.Manifests[preferred])
		return nil
	}
	text := object(index)
	s.blob(text)
	s.index.Manifests = append(s.index.Manifests, described(text, v1.MediaTypeImageIndex))
	return nil
}

// entry is what docker's manifest.json has of an image.
func (p *imagePlatform) entry(img *image) dockerManifest {
	config, _ := p.blobs(img)
	entry := dockerManifest{Config: blobs + digest.FromBytes(config).Encoded(), Layers: []string{}}
	for _, layer := range p.layers(img) {
		entry.Layers = append(entry.Layers, blobs+digest.FromString(layer).Encoded())
	}
	return entry
}

func (s *savedLayout) end() []byte {
	s.file(v1.ImageIndexFile, object(s.index))
	s.file(v1.ImageLayoutFile, object(v1.ImageLayout{Version: v1.ImageLayoutVersion}))
	s.file("manifest.json", object(s.docker))
	_ = s.to.Close()
	return s.buffer.Bytes()
}

// loadImages serves POST /images/load for what this engine once saved, and for images
// without layers.
func (e *Engine) loadImages(c *call) (reply, error) {
	loaded, empty, err := readLoaded(c.Body)
	if err != nil {
		return fail(http.StatusInternalServerError, err.Error())
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(empty) > 0 {
		return e.loadEmpty(empty)
	}
	for _, id := range slices.Sorted(maps.Keys(loaded)) {
		img, there := e.st.images[id]
		if there && len(img.Platforms) == 0 {
			continue
		}
		if !there {
			gone, known := e.st.gone[id]
			if !known {
				return fail(http.StatusInternalServerError, "invalid archive: no such image was ever here")
			}
			img = e.revive(gone)
		}
		have(img.Image, loaded[id])
		e.emitImage(events.ActionLoad, id, string(id), img.Labels)
	}
	return ok(map[string]string{"stream": "Loaded\n"})
}

// revive brings back an image that was deleted, without any name. Of one for several
// platforms, none is there.
func (e *Engine) revive(gone *modeltest.Image) *image {
	again := *gone
	again.Tags, again.Digests, again.Parent, again.LastTagged = nil, nil, "", time.Time{}
	if e.opts.Store == model.StoreContainerd {
		again.LastTagged = e.now() // of the record without a name
	}
	again.Platforms = slices.Clone(gone.Platforms)
	for i := range again.Platforms {
		again.OwnMissing, again.Platforms[i].Missing = true, true
	}
	delete(e.st.gone, gone.ID)
	return e.st.addImage(&again)
}

// readLoaded reads an archive to its end and returns the platforms of its images, and those
// that are empty.
func readLoaded(from io.Reader) (loaded map[model.ImageID]map[string]bool, empty []emptyImage, err error) {
	files := map[string][]byte{}
	entries := tar.NewReader(from)
	for {
		header, err := entries.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, nil, err
		}
		content, err := io.ReadAll(entries)
		if err != nil {
			return nil, nil, err
		}
		files[header.Name] = content
	}
	var images []dockerManifest
	if err := json.Unmarshal(files["manifest.json"], &images); err != nil {
		return nil, nil, errors.New("invalid archive: no manifest.json")
	}
	for _, content := range files {
		var manifest v1.Manifest
		if json.Unmarshal(content, &manifest) != nil || manifest.Config.Digest == "" {
			continue
		}
		entry := dockerManifest{Config: blobs + manifest.Config.Digest.Encoded()}
		for _, layer := range manifest.Layers {
			entry.Layers = append(entry.Layers, blobs+layer.Digest.Encoded())
		}
		images = append(images, entry)
	}
	loaded = map[model.ImageID]map[string]bool{}
	for _, image := range images {
		var config savedConfig
		if err := json.Unmarshal(files[image.Config], &config); err != nil {
			return nil, nil, errors.New("invalid archive: no " + image.Config)
		}
		if config.ID == "" && len(image.Layers) == 0 {
			empty = append(empty, emptyImage{model.ImageID(digest.FromBytes(files[image.Config])), config.Config.Labels, image.RepoTags})
			continue
		}
		for _, layer := range image.Layers {
			if _, there := files[layer]; !there {
				return nil, nil, errors.New("invalid archive: no " + layer)
			}
		}
		if loaded[config.ID] == nil {
			loaded[config.ID] = map[string]bool{}
		}
		loaded[config.ID][config.Platform] = true
	}
	return loaded, empty, nil
}
