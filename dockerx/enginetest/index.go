package enginetest

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/remote"
	"github.com/google/go-containerregistry/pkg/v1/static"
	"github.com/google/go-containerregistry/pkg/v1/types"
	"github.com/moby/moby/client"
	ocispec "github.com/opencontainers/image-spec/specs-go/v1"

	"jettison/model"
	"jettison/model/modeltest"
)

// loadIndex loads an image for several platforms: those that are not missing. Only the
// containerd store has such images.
func (e *Engine) loadIndex(ctx context.Context, made *archive, image *modeltest.Image) error {
	if e.Store != model.StoreContainerd {
		return errors.New("no store but containerd's has several platforms of an image")
	}
	index, present, err := made.index(image)
	if err != nil {
		return err
	}
	id, err := index.Digest()
	if err != nil {
		return err
	}
	e.images[image.ID] = id.String()
	if pulled(image) {
		return e.pullIndex(ctx, index, present, image.Tags)
	}
	text, err := layout(index, present, image.Tags)
	if err != nil {
		return err
	}
	return e.load(ctx, bytes.NewReader(text))
}

// pullIndex pushes an index to a registry on this machine and pulls some of its images.
func (e *Engine) pullIndex(ctx context.Context, index v1.ImageIndex, present []v1.Image, tags []string) error {
	for _, tag := range tags {
		to, err := name.ParseReference(tag)
		if err != nil {
			return err
		}
		if err := remote.WriteIndex(to, index, remote.WithContext(ctx)); err != nil {
			return err
		}
		for _, image := range present {
			config, err := image.ConfigFile()
			if err != nil {
				return err
			}
			platform := ocispec.Platform{OS: config.OS, Architecture: config.Architecture, Variant: config.Variant}
			progress, err := e.client.ImagePull(ctx, tag, client.ImagePullOptions{Platforms: []ocispec.Platform{platform}})
			if err == nil {
				err = progress.Wait(ctx)
			}
			if err != nil {
				return fmt.Errorf("pull %s: %w", tag, err)
			}
		}
	}
	return nil
}

// index makes an index of the engine's own platform and the others of an image, and returns
// the images that are not missing.
func (a *archive) index(image *modeltest.Image) (v1.ImageIndex, []v1.Image, error) {
	own, err := a.image(image)
	if err != nil {
		return nil, nil, err
	}
	index := mutate.IndexMediaType(empty.Index, types.OCIImageIndex)
	var present []v1.Image
	add := func(one v1.Image, missing bool) error {
		config, err := one.ConfigFile()
		if err != nil {
			return err
		}
		one = mutate.ConfigMediaType(mutate.MediaType(one, types.OCIManifestSchema1), types.OCIConfigJSON)
		platform := &v1.Platform{OS: config.OS, Architecture: config.Architecture, Variant: config.Variant}
		index = mutate.AppendManifests(index, mutate.IndexAddendum{Add: one, Descriptor: v1.Descriptor{Platform: platform}})
		if !missing {
			present = append(present, one)
		}
		return nil
	}
	if err := add(own, image.OwnMissing); err != nil {
		return nil, nil, err
	}
	for _, p := range image.Platforms {
		one, err := otherPlatform(image, p)
		if err == nil {
			err = add(one, p.Missing)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	return index, present, nil
}

// otherPlatform makes the image of another platform, with one layer.
func otherPlatform(image *modeltest.Image, p modeltest.Platform) (v1.Image, error) {
	content := make([]byte, p.Size)
	var seed [32]byte
	copy(seed[:], string(image.ID)[len("sha256:"):]+p.Name)
	_, _ = rand.NewChaCha8(seed).Read(content) // never fails
	text, err := tarFiles(map[string][]byte{"layer-" + strings.ReplaceAll(p.Name, "/", "-"): content})
	if err != nil {
		return nil, err
	}
	made, err := mutate.Append(empty.Image, mutate.Addendum{
		Layer: static.NewLayer(text, types.OCIUncompressedLayer), History: v1.History{Created: v1.Time{Time: image.Created}, CreatedBy: "ADD rootfs /"},
	})
	if err != nil {
		return nil, err
	}
	config, err := made.ConfigFile()
	if err != nil {
		return nil, err
	}
	config = config.DeepCopy()
	parts := append(strings.SplitN(p.Name, "/", 3), "")
	config.Author, config.Created = string(image.ID), v1.Time{Time: image.Created}
	config.OS, config.Architecture, config.Variant = parts[0], parts[1], parts[2]
	return mutate.ConfigFile(made, config)
}

// layout returns an OCI layout of an index with its tags, and of some of its images.
func layout(index v1.ImageIndex, present []v1.Image, tags []string) ([]byte, error) {
	var buffer bytes.Buffer
	to := tar.NewWriter(&buffer)
	written := map[string]bool{}
	file := func(name string, content []byte) error {
		if written[name] {
			return nil
		}
		written[name] = true
		err := to.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: int64(len(content)), Mode: 0o644})
		if err == nil {
			_, err = to.Write(content)
		}
		return err
	}
	blob := func(content []byte) error {
		digest, _, err := v1.SHA256(bytes.NewReader(content))
		if err != nil {
			return err
		}
		return file("blobs/sha256/"+digest.Hex, content)
	}
	for _, image := range present {
		if err := addBlobs(image, blob); err != nil {
			return nil, err
		}
	}
	text, err := index.RawManifest()
	if err != nil {
		return nil, err
	}
	digest, err := index.Digest()
	if err != nil {
		return nil, err
	}
	top := v1.IndexManifest{SchemaVersion: 2, MediaType: types.OCIImageIndex}
	for _, tag := range tags {
		named := tag
		if !strings.Contains(strings.Split(tag, "/")[0], ".") {
			named = "docker.io/library/" + tag
		}
		top.Manifests = append(top.Manifests, v1.Descriptor{
			MediaType: types.OCIImageIndex, Digest: digest, Size: int64(len(text)), Annotations: map[string]string{"io.containerd.image.name": named},
		})
	}
	list, err := json.Marshal(top)
	if err != nil {
		return nil, err
	}
	err = errors.Join(blob(text), file("oci-layout", []byte(`{"imageLayoutVersion":"1.0.0"}`)), file("index.json", list), to.Close())
	return buffer.Bytes(), err
}

// addBlobs passes on the manifest, the configuration and the layers of an image.
func addBlobs(image v1.Image, blob func([]byte) error) error {
	manifest, err := image.RawManifest()
	if err != nil {
		return err
	}
	config, err := image.RawConfigFile()
	if err != nil {
		return err
	}
	layers, err := image.Layers()
	if err != nil {
		return err
	}
	for _, layer := range layers {
		from, err := layer.Compressed()
		if err != nil {
			return err
		}
		content, err := io.ReadAll(from)
		if err == nil {
			err = blob(content)
		}
		if err := errors.Join(err, from.Close()); err != nil {
			return err
		}
	}
	return errors.Join(blob(config), blob(manifest))
}
