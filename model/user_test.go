package model_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"jettison/model"
	"jettison/model/layers"
	"jettison/model/size"
)

// mountedInventory has two images of one layer each, of which the container web
// mounts data/model:latest and was created from base:1.
func mountedInventory(store model.Store, state model.ContainerState) *model.Inventory {
	tree := layers.NewTree()
	layered := func(word string, tags ...string) *model.Image {
		image := img(word, "", tags...)
		image.Top, image.Layered, image.SharedSize = tree.Top([]layers.ChainID{layers.ChainID(id("l" + word))}), true, 0
		image.Created = now.Add(-96 * time.Hour)
		image.LastTagged = image.Created
		return image
	}
	images := []*model.Image{layered("base", "base:1"), layered("data", "data/model:1", "data/model:latest")}
	web := container("web", "base", state)
	web.ImageRef, web.Mounts = "base:1", []string{"data/model"}
	var known []layers.ImageSizes
	for _, image := range images {
		known = append(known, layers.ImageSizes{Top: image.Top, Sizes: []size.Range{size.Exact(100e6)}, Total: size.Exact(100e6)})
	}
	return inventory(store, images, web).WithLayerSizes((*layers.Sizes)(nil).With(known))
}

// A container that mounts an image holds it as one that was created from it does, and so
// its bytes, except on Podman.
func TestMountedImage(t *testing.T) {
	t.Parallel()
	marks := []model.Key{key("data", "data/model:1"), key("data", "data/model:latest")}
	forced := model.Choices{id("data").Target(): model.Remedies(0).With(model.RemedyForce)}
	removed := model.Choices{id("data").Target(): model.Remedies(0).With(model.RemedyRemoveStopped)}
	stopped := model.Choices{id("data").Target(): model.Remedies(0).With(model.RemedyStopRemove)}
	for _, test := range []struct {
		name    string
		store   model.Store
		state   model.ContainerState
		choices model.Choices
		want    string
		effect  model.ForceEffect
		reclaim int64
		held    int64
	}{
		{"blocked", model.StoreGraph, model.StateExited, nil, "delete data/model:1 BLOCKED", model.ForceNothing, 0, 0},
		{"force", model.StoreGraph, model.StateExited, forced, "delete data/model:1 force", model.ForceDeletesKeepingBytes, 0, 100e6},
		{"force, running", model.StoreContainerd, model.StateRunning, forced, "delete data/model:1 force", model.ForceDeletesKeepingBytes, 0, 100e6},
		{"force on Podman", model.StorePodman, model.StateRunning, forced, "delete data/model:1", model.ForceBreaksMounts, 100e6, 0},
		{"remove", model.StoreGraph, model.StateExited, removed, "remove container web\ndelete data/model:1 after [0]", model.ForceNothing, 100e6, 0},
		{"remove, running", model.StoreGraph, model.StateRunning, removed, "delete data/model:1 BLOCKED", model.ForceNothing, 0, 0},
		{"stop", model.StoreGraph, model.StateRunning, stopped, "stop and remove container web\ndelete data/model:1 after [0]", model.ForceNothing, 100e6, 0},
	} {
		inv := mountedInventory(test.store, test.state)
		plan := model.NewPlan(inv, marks, test.choices)
		last := plan.Steps[len(plan.Steps)-1]
		if got := describe(plan); got != test.want || last.Effect != test.effect {
			t.Errorf("%s: effect %d\n%s", test.name, last.Effect, got)
		}
		if plan.ByKind[model.KindImage].Max != test.reclaim || plan.Held.Max != test.held {
			t.Errorf("%s: frees %v, held %v", test.name, plan.Reclaim, plan.Held)
		}
		if b := last.Blockers; len(b) != 1 || b[0].Kind != model.BlockerMount || b[0].Things[0].Called() != "web" {
			t.Errorf("%s: blockers %+v", test.name, b)
		}
		if freed, _ := inv.WithCountedLayers().Unused(); freed.Max != 0 {
			t.Errorf("%s: unused images free %v", test.name, freed)
		}
	}
}

// A mark on a mounted image is blocked until its container is marked too.
func TestMarksOfMountedImage(t *testing.T) {
	t.Parallel()
	inv := mountedInventory(model.StoreGraph, model.StateExited)
	marks := model.NewMarks(inv)
	marks.Set(key("data", "data/model:1"), true)
	marks.Set(key("data", "data/model:latest"), true)
	if marks.Blocked() != 1 || marks.Reclaim().Max != 0 {
		t.Errorf("blocked %d, frees %v", marks.Blocked(), marks.Reclaim())
	}
	marks.Set(model.Key{Target: inv.Containers()[0].Target()}, true)
	if marks.Blocked() != 0 || marks.Reclaim().Min != 100e6 {
		t.Errorf("blocked %d, frees %v", marks.Blocked(), marks.Reclaim())
	}
}

// What a container mounts is not known any more once the name is, or may be, another
// image's: it may hold layers of any image.
func TestMountOfMovedName(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		tagged time.Time
		exact  bool
	}{{now.Add(-72 * time.Hour), true}, {now.Add(-time.Hour), false}, {time.Time{}, false}} {
		inv := mountedInventory(model.StoreGraph, model.StateExited)
		images := slices.Clone(inv.Images())
		for i, image := range images {
			next := *image
			next.LastTagged = test.tagged
			images[i] = &next
		}
		spare := img("spare", "", "spare:1")
		spare.Top, spare.Layered = images[0].Top, true
		inv = inv.WithImages(now, append(images, spare))
		mounts := *inv.Containers()[0]
		mounts.Image = id("data")
		inv = inv.WithContainers([]*model.Container{&mounts})
		plan := model.NewPlan(inv, []model.Key{key("base", "base:1"), key("spare", "spare:1")}, nil)
		if plan.Reclaim.Exact() != test.exact || plan.Reclaim.Max != 100e6 {
			t.Errorf("tagged at %v: frees %v", test.tagged, plan.Reclaim)
		}
	}
}

// A swarm service blocks what would leave it without its image, by whatever name it knows
// that, and force says what comes of it.
func TestServiceNamesImage(t *testing.T) {
	t.Parallel()
	const digest = "@sha256:aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
	all := []model.Key{key("app", "acme/app:1"), key("app", "mirror/app:1")}
	one := all[:1]
	for _, test := range []struct {
		name            string
		image, previous string
		marks           []model.Key
		force           bool
		want            string
	}{
		{"by a name", "acme/app:1", "", all, false, "delete acme/app:1 BLOCKED"},
		{"by its other name", "docker.io/mirror/app:1", "", all, false, "delete acme/app:1 BLOCKED"},
		{"by digest", "acme/app:1" + digest, "", all, false, "delete acme/app:1 BLOCKED"},
		{"by ID", string(id("app")), "", all, false, "delete acme/app:1 BLOCKED"},
		{"before its last update", "other:2", "acme/app:1", all, false, "delete acme/app:1 BLOCKED"},
		{"by force", "acme/app:1", "", all, true, "delete acme/app:1"},
		{"another image", "other:2", "", all, false, "delete acme/app:1"},
		{"its name goes", "acme/app:1", "", one, false, "untag acme/app:1 BLOCKED"},
		{"its name goes by force", "acme/app:1", "", one, true, "untag acme/app:1"},
		{"its digest goes with the name", "acme/app" + digest, "", one, false, "untag acme/app:1 BLOCKED"},
		{"another name goes", "mirror/app:1", "", one, false, "untag acme/app:1"},
		{"a name goes and it has the ID", string(id("app")), "", one, false, "untag acme/app:1"},
	} {
		app := img("app", "", "acme/app:1", "mirror/app:1")
		app.Digests = []string{"acme/app" + digest}
		inv := inventory(model.StoreGraph, []*model.Image{app, img("other", "", "other:2")}).
			WithServices([]*model.Service{{ID: "s1", Name: "web", Image: test.image, Previous: test.previous}})
		choices := model.Choices{}
		if test.force {
			choices[app.Target()] = model.Remedies(0).With(model.RemedyForce)
		}
		plan := model.NewPlan(inv, test.marks, choices)
		if got := describe(plan); got != test.want {
			t.Errorf("%s:\n%s", test.name, got)
		}
		step := &plan.Steps[0]
		named := slices.ContainsFunc(step.Blockers, func(b model.Blocker) bool { return b.Kind == model.BlockerService })
		if blocked := strings.HasSuffix(test.want, "BLOCKED"); named != (blocked || test.force) {
			t.Errorf("%s: blockers %+v", test.name, step.Blockers)
		}
		if test.force && step.Effect != model.ForceStrandsServices {
			t.Errorf("%s: effect %d", test.name, step.Effect)
		}
		if inv.InUse(app.ID) != (test.image != "other:2" || test.previous != "") {
			t.Errorf("%s: in use %t", test.name, inv.InUse(app.ID))
		}
	}
}

func TestStateOfServedImage(t *testing.T) {
	t.Parallel()
	inv := inventory(model.StoreGraph, []*model.Image{img("app", "", "app:1")}).WithServices([]*model.Service{{ID: "s", Name: "web", Image: "app:1"}})
	if got := inv.State(inv.Images()[0]); got != model.RowService {
		t.Errorf("state %d", got)
	}
}

// A removal by force ends when a service came to name the image since.
func TestReplanMeetsNewService(t *testing.T) {
	t.Parallel()
	web := &model.Service{ID: "s1", Name: "web", Image: "app:1"}
	api := &model.Service{ID: "s2", Name: "api", Image: "app:1"}
	inv := inventory(model.StoreGraph, []*model.Image{img("app", "", "app:1")}).WithServices([]*model.Service{web})
	choices := model.Choices{id("app").Target(): model.Remedies(0).With(model.RemedyForce)}
	planned := model.NewPlan(inv, []model.Key{key("app", "app:1")}, choices).Record()
	if _, changed := model.Replan(inv, planned); len(changed) > 0 {
		t.Errorf("nothing changed, but %+v", changed)
	}
	_, changed := model.Replan(inv.WithServices([]*model.Service{web, api}), planned)
	if len(changed) != 1 || changed[0].Kind != model.ChangeServed || changed[0].Names[0] != "api" {
		t.Errorf("changed %+v", changed)
	}
}

// An image that stays loses a name that a container was created by: that is told, and stops
// nothing.
func TestStrandedContainers(t *testing.T) {
	t.Parallel()
	web, reader := container("web", "app", model.StateExited), container("reader", "app", model.StateExited)
	web.ImageRef, reader.ImageRef, reader.Mounts = "a:1", "b:1", []string{"a:1"}
	other := container("other", "app", model.StateExited)
	other.ImageRef = "b:1"
	inv := inventory(model.StoreGraph, []*model.Image{img("app", "", "a:1", "b:1")}, web, reader, other)
	plan := model.NewPlan(inv, []model.Key{key("app", "a:1")}, nil)
	var names []string
	for _, c := range plan.Steps[0].Stranded {
		names = append(names, c.Name)
	}
	slices.Sort(names)
	if got := strings.Join(names, " "); got != "reader web" || !plan.Steps[0].Ready {
		t.Errorf("stranded: %q, ready %t", got, plan.Steps[0].Ready)
	}
}

// A container of a build holds its image, and no step removes it: only force does.
func TestExternalContainerHoldsImage(t *testing.T) {
	t.Parallel()
	build := container("build", "app", model.StateStorage)
	build.External = true
	stopped := container("web", "app", model.StateExited)
	force, remove := model.Remedies(0).With(model.RemedyForce), model.Remedies(0).With(model.RemedyRemoveStopped)
	for want, test := range map[string]struct {
		choice model.Remedies
		others []*model.Container
	}{
		"delete app:1 BLOCKED":  {remove, nil},
		"delete app:1 BLOCKED ": {remove, []*model.Container{stopped}},
		"delete app:1 force":    {force, nil},
		"delete app:1 force ":   {force, []*model.Container{stopped}},
	} {
		inv := inventory(model.StorePodman, []*model.Image{img("app", "", "app:1")}, append(test.others, build)...)
		plan := model.NewPlan(inv, []model.Key{key("app", "app:1")}, model.Choices{id("app").Target(): test.choice})
		if got := describe(plan); got != strings.TrimSpace(want) {
			t.Errorf("%q:\n%s", want, got)
		}
		if inv.Has(model.Key{Target: build.Target()}) {
			t.Error("the container of a build can be marked")
		}
	}
}
