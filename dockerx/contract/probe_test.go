package contract_test

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/containerd/errdefs"
	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/image"
	"github.com/moby/moby/client"

	"jettison/dockerx/enginetest"
	"jettison/model"
	"jettison/model/modeltest"
)

// probe queries one engine and records the results in terms that are the same for every engine
// that fulfills the contract.
type probe struct {
	t      *testing.T
	engine *enginetest.Engine
	world  *modeltest.World
	stream client.EventsResult // set by listen
	lines  []string
	// registry is the host of the scene's registry.
	registry string
}

func (p *probe) say(format string, args ...any) {
	p.lines = append(p.lines, p.words(sortTags(fmt.Sprintf(format, args...))))
}

// sortTags sorts the tags in Podman's messages, which come from a map.
func sortTags(text string) string {
	return tagList.ReplaceAllStringFunc(text, func(list string) string {
		tags := strings.Fields(strings.Trim(list, "([])"))
		slices.Sort(tags)
		return "([" + strings.Join(tags, " ") + "])"
	})
}

var (
	tagList   = regexp.MustCompile(`\(\[[^\]]*\]\)`)
	anyID     = regexp.MustCompile(`(sha256:)?[0-9a-f]{64}`)
	anyPrefix = regexp.MustCompile(`\b[0-9a-f]{12}\b`)
)

// words replaces IDs by the names of the world, or by X.
func (p *probe) words(text string) string {
	name := func(id, name string) {
		if id == "" {
			return
		}
		hex := strings.TrimPrefix(id, "sha256:")
		for _, form := range []string{id, hex, hex[:12]} {
			text = strings.ReplaceAll(text, form, name)
		}
	}
	for _, image := range p.world.Images {
		name(p.engine.ImageID(image), p.nameOf(image))
	}
	for _, c := range p.world.Containers {
		name(p.engine.ContainerID(c), "<"+c.Name+">")
	}
	return anyPrefix.ReplaceAllString(anyID.ReplaceAllString(text, "X"), "X")
}

// nameOf returns an image's first tag in the world, or its index.
func (p *probe) nameOf(image *modeltest.Image) string {
	if len(image.Tags) > 0 {
		return "<" + strings.TrimPrefix(image.Tags[0], repo) + ">"
	}
	return fmt.Sprintf("<image %d>", slices.Index(p.world.Images, image))
}

// image returns the engine's ID of the image with a tag; "none" means the dangling one.
func (p *probe) image(tag string) string {
	if tag == "none" {
		return p.engine.ImageID(p.world.Images[len(p.world.Images)-1])
	}
	image, ok := p.world.Tagged(repo + tag)
	if !ok {
		p.t.Fatalf("no image %s in the world", tag)
	}
	return p.engine.ImageID(image)
}

func outcome(err error) string {
	switch {
	case err == nil:
		return "ok"
	case errdefs.IsConflict(err):
		return "409 " + err.Error()
	case errdefs.IsNotFound(err):
		return "404"
	case errdefs.IsInvalidArgument(err):
		return "400"
	case errdefs.IsInternal(err):
		return "500 " + err.Error()
	}
	return err.Error()
}

// target expands a short reference: a tag of the scene, or for the image with that tag its ID
// ("id:lone:1"), its digest ("digest:lone:1") or tag and digest together ("exact:lone:1").
func (p *probe) target(ref string) string {
	form, tag, _ := strings.Cut(ref, ":")
	switch form {
	case "id":
		return p.image(tag)
	case "digest":
		name, _, _ := strings.Cut(tag, ":")
		return repo + name + "@" + p.image(tag)
	case "exact":
		return repo + tag + "@" + p.image(tag)
	}
	return repo + ref
}

// remove deletes the target of a short reference.
func (p *probe) remove(ref string, options client.ImageRemoveOptions) {
	p.removeTarget(ref, p.target(ref), options)
}

// removeTarget deletes a full reference and records it under a short one.
func (p *probe) removeTarget(ref, target string, options client.ImageRemoveOptions) {
	result, err := p.engine.Client().ImageRemove(p.t.Context(), target, options)
	p.say("DELETE %s force=%t noprune=%t: %s", ref, options.Force, !options.PruneChildren, outcome(err))
	p.records(result.Items)
}

// records writes down what an engine says it removed.
func (p *probe) records(items []image.DeleteResponse) {
	var did []string
	for _, item := range items {
		switch {
		case item.Untagged != "":
			// The containerd store untags digests too; which ones depends on the version.
			if p.engine.Store == model.StoreGraph || !strings.Contains(item.Untagged, "@") {
				did = append(did, p.words("  untagged "+item.Untagged))
			}
		default:
			did = append(did, p.words("  deleted "+item.Deleted))
		}
	}
	slices.Sort(did)
	p.lines = append(p.lines, did...)
}

// create creates a container without starting it.
func (p *probe) create(name, image string) {
	_, err := p.engine.Client().ContainerCreate(p.t.Context(), client.ContainerCreateOptions{
		Name:       name,
		Config:     &container.Config{Image: image, Cmd: []string{"/none"}},
		HostConfig: &container.HostConfig{NetworkMode: "none"},
	})
	p.say("create %s from %s: %s", name, image, outcome(err))
}
