package enginetest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"

	"github.com/moby/moby/api/types/build"
	"github.com/moby/moby/client"

	"jettison/model/modeltest"
)

// build builds an image with a parent using the classic builder, which records the parent. It
// returns the ID or a prefix of it.
func (e *Engine) build(ctx context.Context, image *modeltest.Image) (string, error) {
	parent, ok := e.images[image.Parent]
	if !ok {
		return "", fmt.Errorf("the parent of %s comes after it", image.ID)
	}
	if len(image.Labels) > 0 {
		return "", errors.New("classic builds can't have labels in a world for real engines")
	}
	entry := image.History
	instruction, files := "ENV STEP="+image.ID.Short(), map[string][]byte{}
	if entry.Layer != nil {
		file := layerFile(entry.Layer)
		instruction, files[file] = "COPY "+file+" /", layerContent(entry.Layer)
	}
	files["Dockerfile"] = []byte("FROM " + parent + "\n" + instruction + "\n")
	tarred, err := tarFiles(files)
	if err != nil {
		return "", err
	}
	result, err := e.client.ImageBuild(ctx, bytes.NewReader(tarred), client.ImageBuildOptions{
		Tags: image.Tags, Version: build.BuilderV1, NoCache: true, Remove: true, ForceRemove: true,
	})
	if err != nil {
		return "", err
	}
	defer result.Body.Close() //nolint:errcheck // only read
	return builtID(result.Body)
}

// builtID reads the output of the builder until it names the image.
func builtID(body io.Reader) (string, error) {
	built := regexp.MustCompile(`Successfully built ([0-9a-f]{12,64})`)
	id := ""
	for decoder := json.NewDecoder(body); ; {
		var message struct{ Stream, Error string }
		switch err := decoder.Decode(&message); {
		case errors.Is(err, io.EOF) && id == "":
			return "", errors.New("the builder named no image")
		case errors.Is(err, io.EOF):
			return id, nil
		case err != nil:
			return "", err
		case message.Error != "":
			return "", errors.New(message.Error)
		}
		if match := built.FindStringSubmatch(message.Stream); match != nil {
			id = match[1]
		}
	}
}
