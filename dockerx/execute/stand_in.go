package execute

import (
	"archive/tar"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"regexp"
	"runtime"
	"slices"
	"strings"

	distribution "github.com/distribution/reference"
	"github.com/moby/moby/client"
	"github.com/opencontainers/go-digest"

	"jettison/dockerx/internal/wire"
	"jettison/model"
	"jettison/model/reference"
)

// A graphdriver store has no request that takes a name only from the image that it is
// expected to be of: "DELETE name" deletes whichever image the name stands for, if that has
// no other. So the name is given to an empty image, a stand-in, and goes with that. Loading
// the stand-in is what gives it the name, since the answer to a load, unlike that to a tag,
// says which image had the name before.

// takeNames takes tags from the image of a step. One that another image has meanwhile stays
// with that one, and is an error; one that no image has counts as taken.
func (e *executor) takeNames(ctx context.Context, step *model.Step, names []string, o *outcome) error {
	if len(names) == 0 {
		return nil
	}
	if e.leaves.Load() || slices.ContainsFunc(names, unusable) {
		return e.takeByName(ctx, step, names, o)
	}
	id, archive, err := standIn(names)
	if err != nil {
		return err
	}
	e.references.Invalidate(step.Image().ID)
	var before map[string]model.ImageID
	o.standIns = append(o.standIns, id)
	err = e.change(ctx, o, func(ctx context.Context) error {
		before, err = e.load(ctx, archive)
		return err
	})
	if err != nil && !isLost(err) && ctx.Err() == nil {
		return e.takeByName(ctx, step, names, o)
	}
	if err != nil {
		return err
	}
	moved := e.returnMoved(ctx, step, before)
	if err := e.removeTaken(ctx, step, id, names, before, o); err != nil {
		return err
	}
	if moved != nil {
		return moved
	}
	return nil
}

// unusable reports whether an engine would give no image such a name.
func unusable(name string) bool {
	_, err := distribution.ParseNormalizedNamed(name)
	return err != nil
}

// takeByName takes tags from an image of an engine that loads no stand-in.
func (e *executor) takeByName(ctx context.Context, step *model.Step, names []string, o *outcome) error {
	o.standIns = nil
	for _, name := range names {
		if err := e.removeRefAsIs(ctx, step, name, o); err != nil && !isMissingOnEngine(err) {
			return err
		}
	}
	return nil
}

// returnMoved gives names back to the images that had them, if these are not that of the
// step, and returns an error that tells so.
func (e *executor) returnMoved(ctx context.Context, step *model.Step, before map[string]model.ImageID) error {
	var moved error
	for name, owner := range before {
		if owner == step.Image().ID {
			continue
		}
		moved = changedMoved(name, owner)
		if err := e.tag(ctx, owner, name); err != nil {
			return err
		}
	}
	return moved
}

// removeTaken deletes a stand-in with the names that it took. If the engine refuses, the
// image of the step gets them back.
func (e *executor) removeTaken(ctx context.Context, step *model.Step, standIn model.ImageID, names []string, before map[string]model.ImageID, o *outcome) error {
	var answer client.ImageRemoveResult
	err := e.request(ctx, func(ctx context.Context) (err error) {
		answer, err = e.api.ImageRemove(ctx, string(standIn), client.ImageRemoveOptions{Force: len(names) > 1})
		return err
	})
	if err != nil && !isMissingOnEngine(err) {
		for name, owner := range before {
			if owner == step.Image().ID && !isLost(err) {
				_ = e.tag(ctx, owner, name) // the step fails anyway
			}
		}
		return err
	}
	o.standIns = slices.DeleteFunc(o.standIns, func(id model.ImageID) bool { return id == standIn })
	for name, owner := range before {
		if owner == step.Image().ID && !wire.IsHold(name) {
			o.untagged = append(o.untagged, name)
		}
	}
	for _, item := range answer.Items {
		ref := reference.Familiar(model.Clean(item.Untagged))
		if item.Untagged == "" || slices.Contains(names, ref) {
			continue
		}
		// Somebody named the image by a name that the stand-in had.
		one := model.Along{Ref: ref, Image: step.Image().ID}
		if e.tag(ctx, step.Image().ID, ref) == nil {
			one.Back = model.AlongRestored
		}
		o.along = append(o.along, one)
	}
	return nil
}

// removeStandIns deletes the stand-ins that earlier tries of a step left, with the names that
// they took.
func (e *executor) removeStandIns(ctx context.Context, o *outcome) {
	var left []model.ImageID
	for _, id := range o.standIns {
		err := e.request(ctx, func(ctx context.Context) error {
			_, err := e.api.ImageRemove(ctx, string(id), client.ImageRemoveOptions{Force: true})
			return err
		})
		if err != nil && !isMissingOnEngine(err) {
			left = append(left, id)
		}
	}
	o.standIns = left
}

// renamed matches what an engine says of a name that another image had before.
var renamed = regexp.MustCompile(`(?m)^The image (\S+) already exists, renaming the old one with ID (\S+) to empty string`)

// load loads an archive and returns which image had each name before. Names that none had
// are missing.
func (e *executor) load(ctx context.Context, archive []byte) (map[string]model.ImageID, error) {
	answer, err := e.api.ImageLoad(ctx, bytes.NewReader(archive), client.ImageLoadWithQuiet(true))
	if err != nil {
		return nil, err
	}
	defer answer.Close() //nolint:errcheck // only read
	before := map[string]model.ImageID{}
	for decoder := json.NewDecoder(answer); ; {
		var message struct {
			Stream string
			Error  string
		}
		err := decoder.Decode(&message)
		switch {
		case errors.Is(err, io.EOF):
			return before, nil
		case err != nil:
			return nil, err
		case message.Error != "":
			return nil, errors.New(model.Clean(message.Error))
		}
		for _, match := range renamed.FindAllStringSubmatch(message.Stream, -1) {
			before[reference.Familiar(model.Clean(match[1]))] = wire.ImageID(match[2])
		}
	}
}

// standIn returns the archive of an empty image with names, and the ID that it gets.
func standIn(names []string) (model.ImageID, []byte, error) {
	_, nonce, _ := strings.Cut(newHold(), ":")
	config, err := json.Marshal(map[string]any{
		"os": "linux", "architecture": runtime.GOARCH, "rootfs": map[string]any{"type": "layers", "diff_ids": []string{}},
		"config": map[string]any{"Labels": map[string]string{wire.StandInLabel: nonce}},
	})
	if err != nil {
		return "", nil, err
	}
	sum := digest.FromBytes(config)
	manifest, err := json.Marshal([]map[string]any{{"Config": sum.Encoded() + ".json", "RepoTags": names, "Layers": []string{}}})
	if err != nil {
		return "", nil, err
	}
	var buffer bytes.Buffer
	archive := tar.NewWriter(&buffer)
	for _, file := range []struct {
		name    string
		content []byte
	}{{sum.Encoded() + ".json", config}, {"manifest.json", manifest}} {
		if err := archive.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: file.name, Mode: 0o644, Size: int64(len(file.content))}); err != nil {
			return "", nil, err
		}
		if _, err := archive.Write(file.content); err != nil {
			return "", nil, err
		}
	}
	return model.ImageID(sum), buffer.Bytes(), archive.Close()
}
