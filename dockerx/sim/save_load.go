package sim

import (
	"archive/tar"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"

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
	ID model.ImageID `json:"id"`
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
	var images []*modeltest.Image
	var err *apiError
	for _, name := range c.query["names"] {
		var one found
		if one, err = e.st.find(name); err != nil {
			break
		}
		images = append(images, one.image.Image)
	}
	var text []byte
	if err == nil {
		text = savedTar(images)
	}
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

// savedTar is an OCI layout of images, with each blob once.
func savedTar(images []*modeltest.Image) []byte {
	var buffer bytes.Buffer
	to := tar.NewWriter(&buffer)
	file := func(name string, content []byte) {
		_ = to.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(content)), Mode: 0o644})
		_, _ = to.Write(content) // a buffer takes everything
	}
	written := map[digest.Digest]bool{}
	blob := func(content []byte) v1.Descriptor {
		sum := digest.FromBytes(content)
		if !written[sum] {
			file(blobs+sum.Encoded(), content)
		}
		written[sum] = true
		return v1.Descriptor{Digest: sum, Size: int64(len(content))}
	}
	object := func(content any) []byte {
		text, _ := json.Marshal(content) // of strings and numbers
		return text
	}
	index := v1.Index{Versioned: specs.Versioned{SchemaVersion: 2}}
	var docker []dockerManifest
	for _, image := range images {
		manifest := v1.Manifest{Versioned: specs.Versioned{SchemaVersion: 2}, MediaType: v1.MediaTypeImageManifest}
		entry := dockerManifest{Layers: []string{}}
		for _, layer := range image.Layers() {
			made := blob([]byte("layer " + layer.DiffID + "\n"))
			made.MediaType = v1.MediaTypeImageLayer
			manifest.Layers = append(manifest.Layers, made)
			entry.Layers = append(entry.Layers, blobs+made.Digest.Encoded())
		}
		manifest.Config = blob(object(savedConfig{image.ID}))
		manifest.Config.MediaType = v1.MediaTypeImageConfig
		entry.Config = blobs + manifest.Config.Digest.Encoded()
		docker = append(docker, entry)
		described := blob(object(manifest))
		described.MediaType = v1.MediaTypeImageManifest
		index.Manifests = append(index.Manifests, described)
	}
	file(v1.ImageIndexFile, object(index))
	file(v1.ImageLayoutFile, object(v1.ImageLayout{Version: v1.ImageLayoutVersion}))
	file("manifest.json", object(docker))
	_ = to.Close()
	return buffer.Bytes()
}

// loadImages serves POST /images/load for what this engine once saved.
func (e *Engine) loadImages(c *call) (reply, error) {
	configs, err := loadedConfigs(c.Body)
	if err != nil {
		return fail(http.StatusInternalServerError, err.Error())
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, config := range configs {
		if _, there := e.st.images[config.ID]; there {
			continue
		}
		gone, known := e.st.gone[config.ID]
		if !known {
			return fail(http.StatusInternalServerError, "invalid archive: no such image was ever here")
		}
		e.revive(gone)
		e.emitImage(events.ActionLoad, config.ID, string(config.ID), gone.Labels)
	}
	return ok(map[string]string{"stream": "Loaded\n"})
}

// revive brings back an image that was deleted, without any name.
func (e *Engine) revive(gone *modeltest.Image) *image {
	again := *gone
	again.Tags, again.Digests, again.Parent = nil, nil, ""
	delete(e.st.gone, gone.ID)
	return e.st.addImage(&again)
}

// loadedConfigs reads an archive to its end and returns the configurations of its images.
func loadedConfigs(from io.Reader) ([]savedConfig, error) {
	files := map[string][]byte{}
	entries := tar.NewReader(from)
	for {
		header, err := entries.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		content, err := io.ReadAll(entries)
		if err != nil {
			return nil, err
		}
		files[header.Name] = content
	}
	var images []dockerManifest
	if err := json.Unmarshal(files["manifest.json"], &images); err != nil {
		return nil, errors.New("invalid archive: no manifest.json")
	}
	configs := make([]savedConfig, 0, len(images))
	for _, image := range images {
		var config savedConfig
		if err := json.Unmarshal(files[image.Config], &config); err != nil {
			return nil, errors.New("invalid archive: no " + image.Config)
		}
		for _, layer := range image.Layers {
			if _, there := files[layer]; !there {
				return nil, errors.New("invalid archive: no " + layer)
			}
		}
		configs = append(configs, config)
	}
	return configs, nil
}
