package contract_test

import (
	"fmt"
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
		{name: "images pulled by digest", docker: true, world: digestWorld, do: (*probe).imagesByDigest},
		{name: "prune of images pulled by digest", docker: true, world: digestWorld, do: func(p *probe) {
			report, err := p.engine.Client().ImagePrune(p.t.Context(), client.ImagePruneOptions{})
			p.say("prune: %s", outcome(err))
			p.records(report.Report.ImagesDeleted)
			p.images()
		}},
	}
}

// digestWorld has images that were pulled by digest: one without a tag, one from two
// repositories, and with a tag in another repository, in the same, and both, and one that a
// container uses.
func digestWorld(registry string) *modeltest.World {
	w := modeltest.New(9, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	pull := func(size int64, tags []string, repositories ...string) *modeltest.Image {
		var digests []string
		for _, name := range repositories {
			digests = append(digests, fmt.Sprintf("%s/%s@sha256:%064d", registry, name, size))
		}
		return w.Build(modeltest.Recipe{
			Tags: tags, Digests: digests, Add: []modeltest.Instruction{modeltest.Run("ADD rootfs /", size)},
		})
	}
	pull(900, nil, "alone")
	pull(800, nil, "first", "second")
	pull(700, []string{repo + "scratchpad:1"}, "web")
	pull(600, []string{repo + "pad:1"}, "api")
	pull(500, []string{registry + "/own:1"}, "own", "more")
	pull(400, []string{repo + "both:1", registry + "/pair:1"}, "pair", "third")
	held := pull(300, []string{repo + "held:1"}, "held")
	w.Run(modeltest.Start{Image: held, Name: "holder", State: model.StateExited})
	return w
}

// imagesByDigest records that a tag goes without the image while a digest reference in
// another repository is there, and that either may be the last.
func (p *probe) imagesByDigest() {
	p.images()
	p.danglingImages()
	byTag := func(tag string) *modeltest.Image {
		image, ok := p.world.Tagged(tag)
		if !ok {
			p.t.Fatalf("no image %s in the world", tag)
		}
		return image
	}
	remove := func(said, target string, options client.ImageRemoveOptions) {
		p.removeTarget(said, target, options)
		p.images()
		p.danglingImages()
		p.layersSize()
	}
	digest := func(image *modeltest.Image, name string) string {
		return p.digest(p.engine.ImageID(image), p.registry+"/"+name)
	}
	alone, two := p.world.Images[0], p.world.Images[1]
	scratchpad, pad, own := byTag(repo+"scratchpad:1"), byTag(repo+"pad:1"), byTag(p.registry+"/own:1")
	both, held := byTag(repo+"both:1"), byTag(repo+"held:1")

	remove("the ID of alone", p.engine.ImageID(alone), plain)
	remove("the ID of two", p.engine.ImageID(two), plain)
	remove("second by digest", digest(two, "second"), plain)
	remove("first by digest", digest(two, "first"), plain)
	remove("the ID of scratchpad", p.engine.ImageID(scratchpad), plain)
	web := digest(scratchpad, "web")
	remove("scratchpad:1", repo+"scratchpad:1", plain)
	remove("web by digest", web, plain)
	remove("api by digest", digest(pad, "api"), plain)
	remove("pad:1", repo+"pad:1", plain)
	remove("own:1", p.registry+"/own:1", plain)
	remove("the ID of own", p.engine.ImageID(own), plain)
	remove("pair:1", p.registry+"/pair:1", plain)
	remove("third by digest", digest(both, "third"), plain)
	remove("both:1 elsewhere", repo+"both:1", plain)
	remove("held:1", repo+"held:1", plain)
	remove("the ID of held", p.engine.ImageID(held), plain)
	remove("held by digest", digest(held, "held"), plain)
	remove("held by digest", digest(held, "held"), forced)
}

// danglingImages records which images the engine lists as dangling.
func (p *probe) danglingImages() {
	list, err := p.engine.Client().ImageList(p.t.Context(), client.ImageListOptions{Filters: client.Filters{}.Add("dangling", "true")})
	var found []string
	for _, image := range list.Items {
		found = append(found, p.words(image.ID))
	}
	slices.Sort(found)
	p.say("dangling: %s %q", outcome(err), found)
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
