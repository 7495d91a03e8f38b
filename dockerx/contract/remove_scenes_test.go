package contract_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/containerd/errdefs"
	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/api/types/mount"
	"github.com/moby/moby/client"

	"jettison/dockerx"
	"jettison/dockerx/enginetest"
	"jettison/dockerx/inventory"
	"jettison/model"
	"jettison/model/modeltest"
)

// scene is a removal during which the engine changes between the plan and the steps. Its
// references are relative to its own repository.
type scene struct {
	name   string
	refs   []string
	state  model.ContainerState // state of a container "web" on one:1, if any
	remedy model.Remedy
	change func(*sceneRun)
	// want holds the expected states of the steps.
	want  []model.StepState
	kind  model.RefusalKind // refusal of the first step
	about string            // the reference or container that it names
	stays []string
	goes  []string
	// only lists the stores on which the scene can be played; empty means all.
	only []model.Store
	// since is the major version that the engine must have; 0 for any.
	since int
}

func scenes() []scene {
	done, skipped, gone := model.StepDone, model.StepSkipped, model.StepGone
	all := []string{"many:1", "many:2", "other:1"}
	docker := []model.Store{model.StoreGraph, model.StoreContainerd}
	return []scene{
		{name: "one tag", refs: []string{"one:1"}, want: []model.StepState{done}, goes: []string{"one:1"}, stays: []string{"stays:1"}},
		{name: "several tags", refs: all, want: []model.StepState{done}, goes: all},
		{name: "untag", refs: []string{"many:1"}, want: []model.StepState{done}, stays: []string{"many:2", "other:1"}, goes: []string{"many:1"}},
		{
			name: "new tag", refs: []string{"one:1"},
			change: func(s *sceneRun) { s.tag("one:1", "precious:1") },
			want:   []model.StepState{skipped}, kind: model.RefusalTagged, about: "precious:1", stays: []string{"precious:1"},
		},
		{
			name: "new tag instead of the old one", refs: []string{"one:1"},
			change: func(s *sceneRun) { s.tag("one:1", "precious:1"); s.untag("one:1") },
			want:   []model.StepState{skipped}, kind: model.RefusalTagged, about: "precious:1", stays: []string{"precious:1"},
		},
		{
			name: "new tag beside several", refs: all,
			change: func(s *sceneRun) { s.tag("many:1", "precious:1") },
			want:   []model.StepState{skipped}, kind: model.RefusalTagged, about: "precious:1", stays: append([]string{"precious:1"}, all...),
		},
		{
			name: "tag moved", refs: []string{"one:1"},
			change: func(s *sceneRun) { s.tag("stays:1", "one:1") },
			want:   []model.StepState{skipped}, kind: model.RefusalMoved, about: "one:1", stays: []string{"one:1", "stays:1"},
		},
		{
			name: "one of several moved", refs: all,
			change: func(s *sceneRun) { s.tag("stays:1", "other:1") },
			want:   []model.StepState{skipped}, kind: model.RefusalMoved, about: "other:1", stays: all,
		},
		{
			name: "one of several gone", refs: all,
			change: func(s *sceneRun) { s.untag("other:1") },
			want:   []model.StepState{done}, goes: all,
		},
		{
			name: "image gone", refs: []string{"one:1"},
			change: func(s *sceneRun) { s.untag("one:1") },
			want:   []model.StepState{gone},
		},
		{
			name: "container appeared", refs: []string{"one:1"},
			change: func(s *sceneRun) { s.create("one:1", "newcomer") },
			want:   []model.StepState{model.StepFailed}, kind: model.RefusalStopped, stays: []string{"one:1"},
		},
		{
			name: "mount appeared", refs: []string{"one:1"}, since: mountsSince,
			change: func(s *sceneRun) { s.mount("one:1", "newcomer") },
			want:   []model.StepState{skipped}, kind: model.RefusalUsed, about: "newcomer", stays: []string{"one:1"}, only: docker,
		},
		{
			name: "container appeared beside several tags", refs: all,
			change: func(s *sceneRun) { s.create("other:1", "newcomer") },
			want:   []model.StepState{skipped}, kind: model.RefusalUsed, about: "newcomer", stays: all,
		},
		{
			name: "untagged reference moved", refs: []string{"many:1"},
			change: func(s *sceneRun) { s.tag("stays:1", "many:1") },
			want:   []model.StepState{skipped}, kind: model.RefusalMoved, about: "many:1", stays: []string{"many:1"},
		},
		{
			name: "untagged reference became the last", refs: []string{"many:1"},
			change: func(s *sceneRun) { s.untag("many:2"); s.untag("other:1") },
			want:   []model.StepState{skipped}, kind: model.RefusalLastTag, about: "many:1", stays: []string{"many:1"},
		},
		{
			name: "untagged reference gone", refs: []string{"many:1"},
			change: func(s *sceneRun) { s.untag("many:1") },
			want:   []model.StepState{gone}, stays: []string{"many:2"},
		},
		{
			name: "stopped container", refs: []string{"one:1"}, state: model.StateExited, remedy: model.RemedyRemoveStopped,
			want: []model.StepState{done, done}, goes: []string{"one:1"},
		},
		{
			name: "running container", refs: []string{"one:1"}, state: model.StateRunning, remedy: model.RemedyStopRemove,
			want: []model.StepState{done, done}, goes: []string{"one:1"},
		},
		{
			name: "force with a newcomer", refs: []string{"one:1"}, state: model.StateCreated, remedy: model.RemedyForce,
			change: func(s *sceneRun) { s.create("one:1", "newcomer") },
			want:   []model.StepState{skipped}, kind: model.RefusalUsed, about: "newcomer", stays: []string{"one:1"},
		},
		{
			name: "force on a container started since", refs: []string{"one:1"}, state: model.StateCreated, remedy: model.RemedyForce,
			change: func(s *sceneRun) { s.start("web") },
			want:   []model.StepState{skipped}, kind: model.RefusalStartedSince, about: "web", stays: []string{"one:1"},
		},
		{
			name: "container started since", refs: []string{"one:1"}, state: model.StateCreated, remedy: model.RemedyRemoveStopped,
			change: func(s *sceneRun) { s.start("web") },
			want:   []model.StepState{skipped, skipped}, kind: model.RefusalStartedSince, about: "web", stays: []string{"one:1"},
		},
		{
			name: "container gone", refs: []string{"one:1"}, state: model.StateCreated, remedy: model.RemedyRemoveStopped,
			change: func(s *sceneRun) { s.destroy("web") },
			want:   []model.StepState{gone, done}, goes: []string{"one:1"},
		},
		{
			name: "container stopped since", refs: []string{"one:1"}, state: model.StateRunning, remedy: model.RemedyStopRemove,
			change: func(s *sceneRun) { s.stop("web") },
			want:   []model.StepState{done, done}, goes: []string{"one:1"},
		},
		{
			name: "forced beside a stopped container", refs: []string{"one:1"}, state: model.StateExited, remedy: model.RemedyForce,
			want: []model.StepState{done}, goes: []string{"one:1"}, only: docker,
		},
		{
			name: "forced beside a running container", refs: []string{"one:1"}, state: model.StateRunning, remedy: model.RemedyForce,
			want: []model.StepState{done}, goes: []string{"one:1"}, only: docker,
		},
		{
			name: "forced beside a container that is gone", refs: []string{"one:1"}, state: model.StateRunning, remedy: model.RemedyForce,
			change: func(s *sceneRun) { s.stop("web"); s.destroy("web") },
			want:   []model.StepState{skipped}, kind: model.RefusalNotHeld, about: "one:1", stays: []string{"one:1"}, only: docker,
		},
	}
}

// prefix returns the repository of a scene's images.
func (s *scene) prefix() string { return "scene/" + strings.ReplaceAll(s.name, " ", "-") + "/" }

// build adds the scene's images and containers to a world.
func (s *scene) build(w *modeltest.World) {
	image := func(refs ...string) *modeltest.Image {
		for i := range refs {
			refs[i] = s.prefix() + refs[i]
		}
		return w.Build(modeltest.Recipe{Add: []modeltest.Instruction{modeltest.Run("COPY . /", 1000)}, Tags: refs})
	}
	one := image("one:1")
	image("many:1", "many:2", "other:1")
	image("stays:1")
	if s.state != "" {
		w.Run(modeltest.Start{Image: one, Name: s.containerName("web"), State: s.state})
	}
}

func (s *scene) containerName(name string) string {
	return name + "-" + strings.ReplaceAll(s.name, " ", "-")
}

// sceneRun plays a scene on an engine.
type sceneRun struct {
	*scene
	t      *testing.T
	client *dockerx.Client
	inv    *model.Inventory
	plan   *model.Plan
}

// full returns the reference as the engine lists it: Podman adds a registry to loaded images
// without one.
func (s *sceneRun) full(ref string) string {
	if _, ok := s.inv.ByRef("localhost/" + s.prefix() + "stays:1"); ok {
		return "localhost/" + s.prefix() + ref
	}
	return s.prefix() + ref
}

func (s *sceneRun) must(err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatal(err)
	}
}

func (s *sceneRun) tag(from, to string) {
	_, err := s.client.API().ImageTag(s.t.Context(), client.ImageTagOptions{Source: s.full(from), Target: s.full(to)})
	s.must(err)
}

func (s *sceneRun) untag(ref string) {
	_, err := s.client.API().ImageRemove(s.t.Context(), s.full(ref), client.ImageRemoveOptions{})
	s.must(err)
}

func (s *sceneRun) create(ref, name string) {
	_, err := s.client.API().ContainerCreate(s.t.Context(), client.ContainerCreateOptions{
		Name: s.containerName(name), Config: &container.Config{Image: s.full(ref), Cmd: []string{"/run"}},
		HostConfig: &container.HostConfig{NetworkMode: "none"},
	})
	s.must(err)
}

// mountsSince is the version of Docker from which on containers mount images.
const mountsSince = 28

// mount creates a container that mounts an image.
func (s *sceneRun) mount(ref, name string) {
	_, err := s.client.API().ContainerCreate(s.t.Context(), client.ContainerCreateOptions{
		Name: s.containerName(name), Config: &container.Config{Image: s.full("stays:1"), Cmd: []string{"/run"}},
		HostConfig: &container.HostConfig{
			NetworkMode: "none", Mounts: []mount.Mount{{Type: mount.TypeImage, Source: s.full(ref), Target: "/mounted"}},
		},
	})
	s.must(err)
}

func (s *sceneRun) start(name string) {
	_, err := s.client.API().ContainerStart(s.t.Context(), s.containerName(name), client.ContainerStartOptions{})
	s.must(err)
}

func (s *sceneRun) stop(name string) {
	_, err := s.client.API().ContainerStop(s.t.Context(), s.containerName(name), client.ContainerStopOptions{})
	s.must(err)
}

func (s *sceneRun) destroy(name string) {
	_, err := s.client.API().ContainerRemove(s.t.Context(), s.containerName(name), client.ContainerRemoveOptions{})
	s.must(err)
}

func (s *sceneRun) has(ref string) bool {
	_, err := s.client.API().ImageInspect(s.t.Context(), s.full(ref))
	if err != nil && !errdefs.IsNotFound(err) {
		s.t.Fatal(err)
	}
	return err == nil
}

// TestScenes plays every scene on every engine, embedded and real.
func TestScenes(t *testing.T) {
	t.Parallel()
	w := modeltest.New(11, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	all := scenes()
	for i := range all {
		all[i].build(w)
	}
	for _, flavor := range enginetest.Flavors() {
		t.Run(string(flavor), func(t *testing.T) {
			t.Parallel()
			engine := enginetest.Start(t, flavor, w)
			c, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: engine.Dial})
			must(t, err)
			t.Cleanup(func() { _ = c.Close() })
			inv := loaded(t, c)
			for i := range all {
				s := &all[i]
				if inv.Engine.MajorVersion() >= s.since && (len(s.only) == 0 || slices.Contains(s.only, inv.Engine.Store)) {
					t.Run(s.name, func(t *testing.T) { (&sceneRun{scene: s, t: t, client: c, inv: inv}).play() })
				}
			}
		})
	}
}

// loaded returns the engine's inventory once images and containers are loaded.
func loaded(t *testing.T, c *dockerx.Client) *model.Inventory {
	t.Helper()
	feed := inventory.Follow(t.Context(), c, inventory.FollowOptions{Without: []model.Fact{model.FactShared, model.FactUsage, model.FactLayers, model.FactTagTimes}})
	for {
		snapshot, err := feed.Next(t.Context())
		must(t, err)
		ready := true
		for _, fact := range []model.Fact{model.FactEngine, model.FactImages, model.FactContainers} {
			ready = ready && snapshot.Facts[fact].Status == model.StatusReady
			if problem := snapshot.Facts[fact].Problem; problem != nil {
				t.Fatal(problem)
			}
		}
		if ready {
			return snapshot.Inventory
		}
	}
}

func (s *sceneRun) play() {
	s.t.Helper()
	s.makePlan()
	if s.change != nil {
		s.change(s)
	}
	final := outcomes(s.t, s.client, s.plan)
	for i, state := range s.want {
		got := final[i].State
		if got != state && !s.comparedByEngine(got) {
			s.t.Errorf("step %d is %v (%+v), want %v", i, got, final[i].Refusal, state)
		}
	}
	if len(final) != len(s.want) {
		s.t.Errorf("%d steps ended, want %d", len(final), len(s.want))
	}
	if refusal := final[0].Refusal; final[0].State != model.StepDone && (refusal != nil) != (s.kind != model.RefusalOther) ||
		refusal != nil && (refusal.Kind != s.kind || !s.names(refusal)) {
		s.t.Errorf("the refusal is %+v, want kind %v about %q", refusal, s.kind, s.about)
	}
	for _, ref := range append([]string{"stays:1"}, s.stays...) {
		if !s.has(ref) {
			s.t.Errorf("%s is gone", ref)
		}
	}
	for _, ref := range s.goes {
		if s.has(ref) {
			s.t.Errorf("%s is still there", ref)
		}
	}
}

// names reports whether a refusal is about the reference or container of the scene; one
// without is about anything.
func (s *sceneRun) names(refusal *model.Refusal) bool {
	is := func(name string) bool { return strings.Contains(name, s.about) }
	return s.about == "" || slices.ContainsFunc(refusal.Refs, is) ||
		slices.ContainsFunc(refusal.Containers, func(c *model.Container) bool { return is(c.Name) })
}

// comparedByEngine reports whether a state is right if the engine itself compares tag and
// image. Then the planned tag is already gone when a new one is noticed, and a moved tag is
// noticed only because it stays.
func (s *sceneRun) comparedByEngine(state model.StepState) bool {
	return s.inv.Engine.Store == model.StoreContainerd &&
		(s.name == "new tag" && state == model.StepPartly || s.name == "tag moved" && state == model.StepDone)
}

func (s *sceneRun) makePlan() {
	s.t.Helper()
	choices := model.Choices{}
	var marks []model.Key
	for _, ref := range s.refs {
		image, ok := s.inv.ByRef(s.full(ref))
		if !ok {
			s.t.Fatalf("the engine has no %s", s.full(ref))
		}
		marks = append(marks, model.ImageKey(image.ID, s.full(ref)))
		if s.remedy != model.RemedyNone {
			choices[image.Target()] = model.Remedies(0).With(s.remedy)
		}
	}
	s.plan = model.NewPlan(s.inv, marks, choices)
	for i := range s.plan.Steps {
		if !s.plan.Steps[i].Ready {
			s.t.Fatalf("step %d is blocked: %+v", i, s.plan.Steps[i].Blockers)
		}
	}
}
