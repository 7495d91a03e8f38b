package contract_test

import (
	"context"
	"fmt"
	"time"

	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/client"

	"jettison/model"
	"jettison/model/modeltest"
)

// raced is the image of a round that is planned to go, or to lose a name. Names are relative
// to the repository of the round.
type raced struct {
	name   string
	tags   []string
	pulled []string // repositories that it was pulled from by digest
	marks  []string // tags that are marked; none of an image without tags
	digest bool     // its digest references are marked too
	// backedUp is whether it is backed up before.
	backedUp bool
}

func racedShapes() []raced {
	return []raced{
		{name: "one name", tags: []string{"x:1"}, marks: []string{"x:1"}},
		{name: "one name and a backup", tags: []string{"x:1"}, marks: []string{"x:1"}, backedUp: true},
		{name: "several names", tags: []string{"x:1", "x:2", "other:1"}, marks: []string{"x:1", "x:2", "other:1"}},
		{name: "no name"},
		{name: "some names", tags: []string{"x:1", "stays:1"}, marks: []string{"x:1"}},
		{name: "only digests", pulled: []string{"pull", "mirror"}, digest: true},
		{name: "a digest of two", pulled: []string{"pull", "mirror"}},
		{name: "names and digests", tags: []string{"x:1"}, pulled: []string{"pull"}, marks: []string{"x:1"}, digest: true},
	}
}

// attack is what another client does during a round. It returns what has to be there
// afterwards, since the plan does not list it.
type attack struct {
	name string
	fits func(*raced) bool
	do   func(*racedRound) error
}

func attacks() []attack {
	named := func(s *raced) bool { return len(s.tags) > 0 }
	all := func(*raced) bool { return true }
	return []attack{
		{"a name moves to another image", named, func(r *racedRound) error { return r.move(r.shape.tags[0], r.other) }},
		{"a name becomes the only one of another image", named, func(r *racedRound) error { return r.move(r.shape.tags[0], r.nameless) }},
		{"the last name moves", named, func(r *racedRound) error { return r.move(r.shape.tags[len(r.shape.tags)-1], r.nameless) }},
		{"a new name", all, func(r *racedRound) error { return r.tag(r.image, "new:1") }},
		{"a new name in the same repository", all, func(r *racedRound) error {
			repo := "x"
			if len(r.shape.pulled) > 0 {
				repo = r.shape.pulled[0]
			}
			return r.tag(r.image, repo+":new")
		}},
		{"a new name instead of the old one", named, func(r *racedRound) error {
			if err := r.tag(r.image, "new:1"); err != nil {
				return err
			}
			return r.untag(r.shape.tags[0])
		}},
		{"a new container", all, (*racedRound).create},
	}
}

// racedRound is one removal during which another client changes something.
type racedRound struct {
	number int
	host   string // of the registry
	shape  *raced
	attack *attack

	image, nameless, other model.ImageID // the engine's IDs

	api *client.Client // of the other client
	// wanted are the names that have to be there, and whose they are. For the sake of a new
	// container its image has to be there.
	wanted    map[string]model.ImageID
	images    map[model.ImageID]bool
	container string
	failed    error // of the other client
}

// full returns a name of the round. All are in the registry, so that Podman completes none.
func (r *racedRound) full(name string) string {
	return fmt.Sprintf("%s/race%d/%s", r.host, r.number, name)
}

func (r *racedRound) tag(image model.ImageID, name string) error {
	_, err := r.api.ImageTag(context.Background(), client.ImageTagOptions{Source: string(image), Target: r.full(name)})
	if err == nil {
		r.wanted[r.full(name)] = image
	}
	return err
}

func (r *racedRound) move(name string, to model.ImageID) error { return r.tag(to, name) }

func (r *racedRound) untag(name string) error {
	_, err := r.api.ImageRemove(context.Background(), r.full(name), client.ImageRemoveOptions{})
	delete(r.wanted, r.full(name))
	return err
}

func (r *racedRound) create() error {
	made, err := r.api.ContainerCreate(context.Background(), client.ContainerCreateOptions{
		Config: &container.Config{Image: string(r.image), Cmd: []string{"/run"}}, HostConfig: &container.HostConfig{NetworkMode: "none"},
	})
	if err == nil {
		r.container = made.ID
		r.images[r.image] = true
	}
	return err
}

// racedWorld has the images of rounds. They share one layer, so that they load quickly.
func racedWorld(host string, shapes []*raced, first int) *modeltest.World {
	w := modeltest.New(uint64(31+first), time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	base := w.Build(modeltest.Recipe{Tags: []string{host + "/race/base:1"}, Add: []modeltest.Instruction{modeltest.Run("ADD rootfs /", 512)}})
	for i, shape := range shapes {
		r := racedRound{number: first + i, host: host}
		build := func(role string, pulled []string, tags ...string) {
			recipe := modeltest.Recipe{
				On: base.History, Add: []modeltest.Instruction{modeltest.Set("ENV ROLE=" + role)}, Labels: map[string]string{"role": r.role(role)},
			}
			for _, tag := range tags {
				recipe.Tags = append(recipe.Tags, r.full(tag))
			}
			for _, repository := range pulled {
				recipe.Digests = append(recipe.Digests, fmt.Sprintf("%s@sha256:%064d", r.full(repository), r.number+1))
			}
			w.Build(recipe)
		}
		build("image", shape.pulled, shape.tags...)
		build("nameless", nil)
		build("other", nil, "y:1")
	}
	return w
}

// role is a label that identifies an image of a round.
func (r *racedRound) role(role string) string { return fmt.Sprintf("%s-%d", role, r.number) }

// find finds the images of a round.
func (r *racedRound) find(inv *model.Inventory) {
	r.wanted, r.images = map[string]model.ImageID{}, map[model.ImageID]bool{}
	for _, image := range inv.Images() {
		switch image.Labels["role"] {
		case r.role("image"):
			r.image = image.ID
			for _, ref := range image.Refs() {
				r.wanted[ref] = image.ID
			}
		case r.role("nameless"):
			r.nameless = image.ID
		case r.role("other"):
			r.other = image.ID
			r.wanted[r.full("y:1")] = image.ID
		}
	}
	r.images[r.nameless], r.images[r.other] = true, true
}

// plan plans what the round removes, and takes that out of what has to be there.
func (r *racedRound) plan(inv *model.Inventory) *model.Plan {
	image, _ := inv.Image(r.image)
	var keys []model.Key
	for _, tag := range r.shape.marks {
		keys = append(keys, model.ImageKey(r.image, r.full(tag)))
	}
	for i, digest := range image.DigestRefs() {
		if r.shape.digest || i == 0 && len(r.shape.tags) == 0 {
			keys = append(keys, model.ImageKey(r.image, digest))
		}
	}
	if len(image.Refs()) == 0 {
		keys = append(keys, model.ImageKey(r.image, ""))
	}
	plan := model.NewPlan(inv, keys, nil)
	for i := range plan.Steps {
		step := &plan.Steps[i]
		for _, ref := range step.Refs {
			delete(r.wanted, ref)
		}
		if step.Action == model.ActionUntag {
			r.images[r.image] = true
		}
	}
	return plan
}

// describe says what the round is about.
func (r *racedRound) describe() string {
	return r.shape.name + ", " + r.attack.name
}
