package main

import (
	"archive/tar"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"

	"github.com/google/go-containerregistry/pkg/name"
	v1 "github.com/google/go-containerregistry/pkg/v1"
	"github.com/google/go-containerregistry/pkg/v1/empty"
	"github.com/google/go-containerregistry/pkg/v1/mutate"
	"github.com/google/go-containerregistry/pkg/v1/static"
	"github.com/google/go-containerregistry/pkg/v1/tarball"
	"github.com/google/go-containerregistry/pkg/v1/types"
	"github.com/moby/moby/client"

	"jettison/dockerx/enginetest"
)

// dense precedes a number of megabytes of incompressible data, such as pictures.
const dense = "dense "

// realisticImages describes the layers of realistic images. They are made of files that exist
// wherever this program is built: Go's sources and programs. A layer is a set of paths below
// GOROOT plus some incompressible data.
func realisticImages() map[string][]string {
	const base = "src/runtime src/crypto src/net src/os"
	return map[string][]string{
		"bars/real:api":    {base, "bin/go", dense + "3"},
		"bars/real:web":    {base, "src/cmd/vendor src/html", dense + "8"},
		"bars/real:worker": {base, "bin/gofmt src/math src/syscall src/internal"},
		"bars/real:tools":  {"pkg/tool", "src/cmd/compile"},
		"bars/real:lint":   {"src/cmd/link src/cmd/go src/text src/go", dense + "2"},
		"bars/real:alone":  {"src/cmd/internal src/vendor src/time src/encoding", dense + "12"},
	}
}

// loadRealistic loads the realistic images and returns the total size of their layers in
// bytes, each counted once.
func loadRealistic(ctx context.Context, e *enginetest.Engine) (int64, error) {
	root, err := exec.CommandContext(ctx, "go", "env", "GOROOT").Output()
	if err != nil {
		return 0, fmt.Errorf("go env GOROOT: %w", err)
	}
	layers, images := map[string]v1.Layer{}, map[name.Reference]v1.Image{}
	var sum int64
	for tag, recipe := range realisticImages() {
		made := empty.Image
		for _, what := range recipe {
			if layers[what] == nil {
				content, err := realisticLayer(strings.TrimSpace(string(root)), what)
				if err != nil {
					return 0, err
				}
				layers[what] = static.NewLayer(content, types.DockerUncompressedLayer)
				sum += int64(len(content))
			}
			if made, err = mutate.AppendLayers(made, layers[what]); err != nil {
				return 0, err
			}
		}
		ref, err := name.NewTag(tag)
		if err != nil {
			return 0, err
		}
		images[ref] = made
	}
	read, write := io.Pipe()
	go func() { write.CloseWithError(tarball.MultiRefWrite(images, write)) }()
	answer, err := e.Client().ImageLoad(ctx, read, client.ImageLoadWithQuiet(true))
	if err != nil {
		return 0, err
	}
	text, err := io.ReadAll(answer)
	if bytes.Contains(text, []byte(`"error"`)) {
		err = fmt.Errorf("%s", text)
	}
	return sum, errors.Join(err, answer.Close())
}

// realisticLayer returns the tar of a layer.
func realisticLayer(root, what string) ([]byte, error) {
	var buffer bytes.Buffer
	to := tar.NewWriter(&buffer)
	if text, ok := strings.CutPrefix(what, dense); ok {
		var megabytes int
		if _, err := fmt.Sscan(text, &megabytes); err != nil {
			return nil, err
		}
		content := make([]byte, megabytes<<20)
		_, _ = rand.NewChaCha8([32]byte{byte(megabytes)}).Read(content) // never fails
		err := errors.Join(addFile(to, "dense", content), to.Close())
		return buffer.Bytes(), err
	}
	tree := os.DirFS(root)
	for below := range strings.FieldsSeq(what) {
		err := fs.WalkDir(tree, below, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() {
				return err
			}
			content, err := fs.ReadFile(tree, path)
			if err != nil {
				return err
			}
			return addFile(to, path, content)
		})
		if err != nil {
			return nil, err
		}
	}
	err := to.Close()
	return buffer.Bytes(), err
}

func addFile(to *tar.Writer, path string, content []byte) error {
	header := &tar.Header{Typeflag: tar.TypeReg, Name: path, Mode: 0o644, Size: int64(len(content))}
	if err := to.WriteHeader(header); err != nil {
		return err
	}
	_, err := to.Write(content)
	return err
}
