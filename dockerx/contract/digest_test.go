package contract_test

import (
	"slices"
	"strings"
	"time"

	"github.com/moby/moby/client"

	"jettison/model"
	"jettison/model/modeltest"
)

// digestCases are about images from a registry, which have digest references.
func digestCases() []contractCase {
	return []contractCase{
		{name: "pulled images", docker: true, world: pulledWorld, do: (*probe).pulledImages},
		{name: "pulled images by ID", docker: true, world: pulledWorld, do: func(p *probe) {
			for _, ref := range []string{"held:1", "same:1", "both:1", "one:1"} {
				p.removePulled(ref, "", plain)
			}
			p.removePulled("held:1", "", forced)
			p.removePulled("same:1", "", forced)
		}},
	}
}

// pulledWorld has an image with one tag and its digest, one with two tags in one repository,
// one in two repositories, and one used by a container.
func pulledWorld(registry string) *modeltest.World {
	w := modeltest.New(8, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	pull := func(size int64, refs ...string) *modeltest.Image {
		tags := make([]string, 0, len(refs))
		for _, ref := range refs {
			tags = append(tags, registry+"/"+ref)
		}
		return w.Build(modeltest.Recipe{
			Tags: tags, Pulled: true, Add: []modeltest.Instruction{modeltest.Run("ADD rootfs /", size)},
		})
	}
	pull(900, "one:1")
	pull(800, "two:1")
	pull(700, "same:1", "same:2")
	pull(600, "both:1", "other:1")
	held := pull(500, "held:1")
	w.Run(modeltest.Start{Image: held, Name: "holder", State: model.StateExited})
	return w
}

func (p *probe) pulledImages() {
	p.images()
	p.containers()
	p.removePulled("one:1", "one", plain) // by digest
	p.removePulled("one:1", "one:1", plain)
	p.removePulled("two:1", "two:1", plain)
	p.removePulled("same:1", "same:1", plain)
	p.removePulled("same:2", "same", plain)
	p.removePulled("same:2", "same:2", plain)
	p.removePulled("both:1", "both:1", plain)
	p.removePulled("other:1", "other", plain)
	p.removePulled("other:1", "other:1", plain)
	p.removePulled("held:1", "held", plain)
	p.removePulled("held:1", "held:1", plain)
	p.removePulled("held:1", "held:1", forced)
}

// removePulled deletes a tag and records what is left. If name is a repository, it deletes by
// digest; if name is empty, by ID. tag identifies the image of the world.
func (p *probe) removePulled(tag, name string, options client.ImageRemoveOptions) {
	image, ok := p.world.Tagged(p.registry + "/" + tag)
	if !ok {
		p.t.Fatalf("no image %s in the world", tag)
	}
	id := p.engine.ImageID(image)
	target, said := p.registry+"/"+name, name
	switch {
	case name == "":
		target, said = id, "the ID of "+tag
	case !strings.Contains(name, ":"):
		target, said = p.digest(id, target), "the digest of "+name
	}
	p.removeTarget(said, target, options)
	p.images()
	p.layersSize()
}

// digest returns the digest reference of an image in a repository. If there is none, it
// returns a reference with the ID as digest.
func (p *probe) digest(id, repository string) string {
	image, err := p.engine.Client().ImageInspect(p.t.Context(), id)
	if err == nil {
		has := func(ref string) bool { return strings.HasPrefix(ref, repository+"@") }
		if at := slices.IndexFunc(image.RepoDigests, has); at >= 0 {
			return image.RepoDigests[at]
		}
	}
	return repository + "@" + id
}
