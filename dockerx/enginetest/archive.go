package enginetest

import (
	"archive/tar"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/static"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"

	"jettison/model"
	"jettison/model/modeltest"
)

// archive is an archive for `docker load` that holds many images and each layer once.
type archive struct {
	layers map[*modeltest.Layer]v1.Layer
	images map[name.Reference]v1.Image
	ids    map[model.ImageID]string // config digests: the image IDs of graph stores and Podman
	order  []string                 // config digests, in the order in which images were added
}

func newArchive() *archive {
	return &archive{
		layers: map[*modeltest.Layer]v1.Layer{}, images: map[name.Reference]v1.Image{}, ids: map[model.ImageID]string{},
	}
}

// add adds an image with its tags.
func (a *archive) add(image *modeltest.Image) error {
	made, err := a.named(image)
	if err != nil {
		return err
	}
	for _, tag := range image.Tags {
		ref, err := name.NewTag(tag)
		if err != nil {
			return err
		}
		a.images[ref] = made
	}
	if len(image.Tags) == 0 {
		// A reference by digest adds an image without a tag.
		ref, err := name.NewDigest("untagged@" + a.ids[image.ID])
		if err != nil {
			return err
		}
		a.images[ref] = made
	}
	return nil
}

// write writes the archive. Engines load images in the order of the archive, which decides
// which layers they unpack.
func (a *archive) write(w io.Writer) error {
	read, write := io.Pipe()
	go func() { write.CloseWithError(tarball.MultiRefWrite(a.images, write)) }()
	defer read.Close() //nolint:errcheck // unblocks the writing side
	from, to := tar.NewReader(read), tar.NewWriter(w)
	for {
		header, err := from.Next()
		if errors.Is(err, io.EOF) {
			return to.Close()
		}
		if err != nil {
			return err
		}
		if err := a.copyEntry(to, header, from); err != nil {
			return err
		}
	}
}

// copyEntry copies an entry of the archive and sorts the list of images.
func (a *archive) copyEntry(to *tar.Writer, header *tar.Header, content io.Reader) error {
	if header.Name == "manifest.json" {
		var list tarball.Manifest
		if err := json.NewDecoder(content).Decode(&list); err != nil {
			return err
		}
		slices.SortFunc(list, func(x, y tarball.Descriptor) int {
			return cmp.Compare(slices.Index(a.order, x.Config), slices.Index(a.order, y.Config))
		})
		text, err := json.Marshal(list)
		if err != nil {
			return err
		}
		header.Size, content = int64(len(text)), bytes.NewReader(text)
	}
	if err := to.WriteHeader(header); err != nil {
		return err
	}
	_, err := io.Copy(to, content)
	return err
}

// named makes the image and records the ID that engines will give it.
func (a *archive) named(image *modeltest.Image) (v1.Image, error) {
	made, err := a.image(image)
	if err != nil {
		return nil, err
	}
	id, err := made.ConfigName()
	a.ids[image.ID] = id.String()
	a.order = append(a.order, id.String())
	return made, err
}

// image makes the image. Its Author is its ID in the world, which makes it unique and
// identifies it.
func (a *archive) image(image *modeltest.Image) (v1.Image, error) {
	var addenda []mutate.Addendum
	for entry := image.History; entry != nil; entry = entry.Below {
		addendum := mutate.Addendum{History: v1.History{
			Created: v1.Time{Time: entry.Created}, CreatedBy: entry.CreatedBy, Comment: entry.Comment,
			EmptyLayer: entry.Layer == nil,
		}}
		if entry.Layer != nil {
			layer, err := a.layer(entry.Layer)
			if err != nil {
				return nil, err
			}
			addendum.Layer = layer
		}
		addenda = append([]mutate.Addendum{addendum}, addenda...)
	}
	made, err := mutate.Append(empty.Image, addenda...)
	if err != nil {
		return nil, err
	}
	config, err := made.ConfigFile()
	if err != nil {
		return nil, err
	}
	config = config.DeepCopy()
	config.Author = string(image.ID)
	config.Created = v1.Time{Time: image.Created}
	config.OS, config.Architecture = "linux", runtime.GOARCH
	config.Config.Labels = image.Labels
	config.Config.Cmd = image.Cmd
	return mutate.ConfigFile(made, config)
}

func (a *archive) layer(layer *modeltest.Layer) (v1.Layer, error) {
	if made, ok := a.layers[layer]; ok {
		return made, nil
	}
	content, err := layerTar(layer)
	if err != nil {
		return nil, err
	}
	made := static.NewLayer(content, types.DockerUncompressedLayer)
	a.layers[layer] = made
	return made, nil
}

// layerTar makes a layer of exactly the given size, with one file.
func layerTar(layer *modeltest.Layer) ([]byte, error) {
	return tarFiles(map[string][]byte{layerFile(layer): layerContent(layer)})
}

// layerFile returns the name of the one file in a layer.
func layerFile(layer *modeltest.Layer) string {
	_, hex, _ := strings.Cut(layer.DiffID, ":")
	return "layer-" + hex[:16]
}

// layerContent returns the same bytes for the same layer. A quarter of them or more are
// incompressible, as in programs and data.
func layerContent(layer *modeltest.Layer) []byte {
	hash := fnv.New64a()
	_, _ = hash.Write([]byte(layer.DiffID)) // hashes never fail
	var seed [32]byte
	hash.Sum(seed[:0])
	content := make([]byte, layer.Size)
	dense := layer.Size/4 + layer.Size*3/4*int64(seed[0])/255
	_, _ = rand.NewChaCha8(seed).Read(content[:dense]) // never fails
	return content
}

// tarFiles returns a tar archive of files.
func tarFiles(files map[string][]byte) ([]byte, error) {
	var buffer bytes.Buffer
	w := tar.NewWriter(&buffer)
	for file, content := range files {
		header := &tar.Header{Typeflag: tar.TypeReg, Name: file, Mode: 0o644, Size: int64(len(content))}
		if err := w.WriteHeader(header); err != nil {
			return nil, err
		}
		if _, err := w.Write(content); err != nil {
			return nil, err
		}
	}
	err := w.Close()
	return buffer.Bytes(), err
}
