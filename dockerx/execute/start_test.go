package execute_test

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/moby/moby/client"

	"jettison/dockerx"
	"jettison/dockerx/execute"
	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/reference"
)

// removal is a plan for an embedded engine.
type removal struct {
	world  *modeltest.World
	engine *sim.Engine
	client *dockerx.Client
	plan   *model.Plan
}

// stores are the embedded engine in the parts that differ in removals.
func stores() map[string]sim.Options {
	return map[string]sim.Options{
		"docker20":   {Store: model.StoreGraph, Version: "20.10.24"},
		"docker28":   {Store: model.StoreGraph, Version: "28.5.2"},
		"containerd": {Store: model.StoreContainerd, Version: "28.5.2"},
		"podman":     {Store: model.StorePodman, Version: "4.3.1"},
	}
}

// build makes a small world: an image with one tag, one with three in two
// repositories, a pulled one, a dangling one, and classic builds on another.
func build() *modeltest.World {
	w := modeltest.New(7, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	layer := func() []modeltest.Instruction { return []modeltest.Instruction{modeltest.Run("COPY . /", 1000)} }
	w.Build(modeltest.Recipe{Add: layer(), Tags: []string{"one:1"}})
	w.Build(modeltest.Recipe{Add: layer(), Tags: []string{"many:1", "many:2", "other:1"}})
	w.Build(modeltest.Recipe{Add: layer(), Tags: []string{"pulled:1", "mirror/pulled:1"}, Pulled: true})
	w.Build(modeltest.Recipe{Add: layer(), Labels: map[string]string{"dangling": "yes"}})
	base := w.Build(modeltest.Recipe{Add: layer(), Tags: []string{"base:1"}})
	w.Build(modeltest.Recipe{From: base, Classic: true, Add: append(layer(), layer()...), Tags: []string{"child:1"}})
	w.Build(modeltest.Recipe{Add: layer(), Tags: []string{"stays:1"}})
	return w
}

func plan(t *testing.T, w *modeltest.World, options sim.Options, choices model.Choices, refs ...string) *removal {
	t.Helper()
	engine := sim.New(w, options)
	t.Cleanup(engine.Close)
	c, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: engine.Dial})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	inv := w.Inventory()
	described := inv.Engine
	described.Store, described.Version = options.Store, options.Version
	inv = inv.WithEngine(described)
	var marks []model.Key
	for _, ref := range refs {
		image, ok := inv.ByRef(ref)
		if !ok {
			t.Fatalf("the world has no %s", ref)
		}
		marks = append(marks, model.ImageKey(image.ID, ref))
	}
	return &removal{world: w, engine: engine, client: c, plan: model.NewPlan(inv, marks, choices)}
}

// run carries the plan out, and checks that nothing went that it does not list.
func (r *removal) run(t *testing.T) map[int]model.StepEvent {
	t.Helper()
	before := r.now(t)
	job := execute.Start(t.Context(), r.client, r.plan, execute.Options{RetryFirst: time.Millisecond})
	final := follow(t, job)
	r.checkNothingElse(t, before, r.now(t))
	for i := range r.plan.Steps {
		if _, ok := final[i]; ok != r.plan.Steps[i].Ready {
			t.Errorf("step %d is ready: %v, and ended: %v", i, r.plan.Steps[i].Ready, ok)
		}
	}
	return final
}

func follow(t *testing.T, job *execute.Job) map[int]model.StepEvent {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	final := map[int]model.StepEvent{}
	for {
		update, err := job.Next(ctx)
		if errors.Is(err, io.EOF) {
			return final
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, event := range update.Events {
			if event.State.Ended() {
				final[event.Step] = event
			}
		}
	}
}

// now is what the engine has: each image with its references, each container.
func (r *removal) now(t *testing.T) map[string][]string {
	t.Helper()
	images, err := r.client.API().ImageList(t.Context(), client.ImageListOptions{All: true})
	if err != nil {
		t.Fatal(err)
	}
	has := map[string][]string{}
	for i := range images.Items {
		has[images.Items[i].ID] = images.Items[i].RepoTags
	}
	containers, err := r.client.API().ContainerList(t.Context(), client.ContainerListOptions{All: true})
	if err != nil {
		t.Fatal(err)
	}
	for i := range containers.Items {
		has[containers.Items[i].ID] = nil
	}
	return has
}

func (r *removal) checkNothingElse(t *testing.T, before, after map[string][]string) {
	t.Helper()
	mayGo, mayUntag := map[string]bool{}, map[string]bool{}
	for i := range r.plan.Steps {
		step := &r.plan.Steps[i]
		if !step.Ready {
			continue
		}
		for _, ref := range step.Refs {
			mayUntag[ref] = true
		}
		switch {
		case step.Removes(model.KindContainer):
			mayGo[string(step.Container().ID)] = true
		case step.Removes(model.KindImage):
			mayGo[string(step.Image().ID)] = true
			for _, parent := range step.Prunes {
				mayGo[string(parent.ID)] = true
			}
		}
	}
	for id, refs := range before {
		now, there := after[id]
		if !there && !mayGo[id] {
			t.Errorf("%s %v went, which the plan does not list", id, refs)
		}
		for _, ref := range refs {
			if there && !slices.Contains(now, ref) && !mayUntag[reference.Familiar(ref)] && !strings.Contains(ref, model.None) {
				t.Errorf("the reference %s went, which the plan does not list", ref)
			}
		}
	}
}

func (r *removal) has(t *testing.T, ref string) bool {
	t.Helper()
	_, err := r.engine.ImageID(ref)
	return err == nil
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestRemoveImages(t *testing.T) {
	for name, options := range stores() {
		t.Run(name, func(t *testing.T) {
			refs := []string{"one:1", "many:1", "many:2", "other:1"}
			if options.Store == model.StoreGraph {
				refs = append(refs, "pulled:1", "mirror/pulled:1")
			}
			if options.Store != model.StorePodman {
				// Podman deletes untagged parents along, whatever it is asked.
				refs = append(refs, "child:1", "base:1")
			}
			r := plan(t, build(), options, nil, refs...)
			final := r.run(t)
			for i, event := range final {
				if event.State != model.StepDone {
					t.Errorf("%s: step %d is %v: %+v", r.plan.Steps[i].Image().Name(), i, event.State, event.Refusal)
				}
				if !slices.Contains(event.Deleted, r.plan.Steps[i].Image().ID) {
					t.Errorf("%s: deleted are %v", r.plan.Steps[i].Image().Name(), event.Deleted)
				}
				if (options.Store == model.StoreGraph) != (len(event.Layers) > 0) {
					t.Errorf("%s: layers are %v", r.plan.Steps[i].Image().Name(), event.Layers)
				}
				for _, ref := range r.plan.Steps[i].Refs {
					if !slices.Contains(event.Untagged, ref) {
						t.Errorf("%s is not among the untagged %v", ref, event.Untagged)
					}
				}
			}
			if !r.has(t, "stays:1") || r.has(t, "one:1") {
				t.Error("the wrong images are there")
			}
		})
	}
}

func TestRemoveFaults(t *testing.T) {
	all := []string{"one:1", "many:1", "many:2", "other:1", "child:1", "stays:1"}
	remove := sim.Match{Method: "DELETE", Path: "/images/*"}
	for name, s := range map[string]struct {
		fault sim.Fault
		check func(*testing.T, *removal, map[int]model.StepEvent)
	}{
		"an internal error": {
			sim.Fault{Match: remove, Kind: sim.FaultStatus, Message: "layer store \x1b[31mbroke\x1b[0m", Times: 1},
			func(t *testing.T, _ *removal, final map[int]model.StepEvent) {
				failed := 0
				for _, event := range final {
					if event.State == model.StepFailed {
						failed++
						if event.Refusal.Kind != model.RefusalServer || event.Refusal.Code != 500 ||
							event.Refusal.Raw != "layer store [31mbroke[0m" {
							t.Errorf("the refusal is %+v", event.Refusal)
						}
					}
				}
				if failed != 1 {
					t.Errorf("%d steps failed, want 1", failed)
				}
			},
		},
		"cut before":      {sim.Fault{Match: remove, Kind: sim.FaultCut, Times: 2, Skip: 1}, allDone},
		"cut after":       {sim.Fault{Match: remove, Kind: sim.FaultCutAfter, Times: 2}, allDone},
		"cut in the body": {sim.Fault{Match: remove, Kind: sim.FaultCutAfter, Times: 2, Bytes: 20}, allDone},
		"truncated JSON":  {sim.Fault{Match: remove, Kind: sim.FaultTruncate, Times: 2, Bytes: 20}, allDone},
		"truncated look":  {sim.Fault{Match: sim.Match{Method: "GET", Path: "/images/*/json"}, Kind: sim.FaultCutAfter, Times: 2, Bytes: 20}, allDone},
	} {
		for store, options := range stores() {
			if store == "podman" {
				continue // its parents go whatever it is asked
			}
			t.Run(strings.ReplaceAll(name, " ", "-")+"/"+store, func(t *testing.T) {
				r := plan(t, build(), options, nil, all...)
				r.engine.Inject(s.fault)
				s.check(t, r, r.run(t))
			})
		}
	}
}

func allDone(t *testing.T, _ *removal, final map[int]model.StepEvent) {
	t.Helper()
	for i, event := range final {
		if event.State != model.StepDone {
			t.Errorf("step %d is %v: %+v", i, event.State, event.Refusal)
		}
	}
}

func TestRemoveWhileTheEngineRestarts(t *testing.T) {
	w := modeltest.New(3, time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC))
	var refs []string
	for i := range 60 {
		ref := "app:" + string(rune('a'+i%26)) + string(rune('a'+i/26))
		w.Build(modeltest.Recipe{Add: []modeltest.Instruction{modeltest.Run("x", 10)}, Tags: []string{ref}})
		refs = append(refs, ref)
	}
	r := plan(t, w, stores()["docker28"], nil, refs...)
	r.engine.SetLatency(sim.Latency{Match: sim.Match{Method: "DELETE"}, Base: 2 * time.Millisecond})
	r.engine.Inject(sim.Fault{Match: sim.Match{Method: "DELETE"}, Kind: sim.FaultDie, Skip: 20, Times: 1})
	job := execute.Start(t.Context(), r.client, r.plan, execute.Options{RetryFirst: time.Millisecond, RetryMost: 5 * time.Millisecond})
	progress := model.NewProgress(r.plan, time.Now())
	paused := false
	for {
		update, err := job.Next(t.Context())
		if errors.Is(err, io.EOF) {
			break
		}
		must(t, err)
		progress.Apply(update, time.Now())
		if update.State == model.JobPaused && !paused {
			paused = true
			time.AfterFunc(30*time.Millisecond, r.engine.Start)
		}
	}
	if !paused || progress.Done != 60 || progress.State != model.JobEnded {
		t.Errorf("paused: %v; progress: %+v", paused, progress)
	}
	if left := r.now(t); len(left) != 0 {
		t.Errorf("%d images are left", len(left))
	}
}
