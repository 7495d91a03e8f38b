package cli

import (
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"jettison/cleanup"
	"jettison/dockerx"
	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/ui"
)

const patience = 20 * time.Second

// loaded returns the first snapshot that has images, containers and the engine.
func loaded(t *testing.T, s *session) model.Snapshot {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for {
		snapshot, err := s.Next(ctx)
		if err != nil {
			t.Fatalf("the images never came: %v", err)
		}
		ready := true
		for _, fact := range []model.Fact{model.FactEngine, model.FactImages, model.FactContainers} {
			ready = ready && snapshot.Facts[fact].Status == model.StatusReady
		}
		if ready {
			return snapshot
		}
	}
}

func demoSession(t *testing.T, f *flags) *session {
	t.Helper()
	s, err := openDemo(t.Context(), t.Context(), f, time.Now)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func TestDemoSession(t *testing.T) {
	t.Parallel()
	const images = 40
	s := demoSession(t, &flags{demo: true, demoImages: images, seed: 1})
	snapshot := loaded(t, s)
	if got := len(snapshot.Inventory.Images()); got != images {
		t.Errorf("%d images, want %d", got, images)
	}
	if got := snapshot.Inventory.Engine.Name; got != "demo" {
		t.Errorf("the engine is called %q", got)
	}
	image := snapshot.Inventory.Images()[0]
	details, err := s.Details(t.Context(), image.ID)
	if err != nil {
		t.Fatal(err)
	}
	if len(details.Layers) == 0 {
		t.Error("the details have no layers")
	}
}

func TestDemoIsOfADeveloper(t *testing.T) {
	t.Parallel()
	s := demoSession(t, &flags{demo: true, seed: 1})
	inventory := loaded(t, s).Inventory
	if images, containers := len(inventory.Images()), len(inventory.Containers()); images < 150 || containers < 5 {
		t.Errorf("the demo has %d images and %d containers", images, containers)
	}
}

// The session removes exactly what the plan lists.
func TestSessionRemoves(t *testing.T) {
	t.Parallel()
	w := modeltest.New(1, time.Now())
	for _, tag := range []string{"app:1", "app:2"} {
		w.Build(modeltest.Recipe{Add: []modeltest.Instruction{modeltest.Run("COPY app /", 1000)}, Tags: []string{tag}})
	}
	engine := sim.New(w, sim.Options{})
	t.Cleanup(engine.Close)
	s, err := openSession(t.Context(), t.Context(), dockerx.Options{Dial: engine.Dial, Now: time.Now}, cleanup.Service{Jobs: 1, Now: time.Now}, caches{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	inventory := loaded(t, s).Inventory
	image, ok := inventory.ByRef("app:1")
	if !ok {
		t.Fatal("app:1 is not listed")
	}
	job := s.Remove(t.Context(), &model.Plan{
		Engine: inventory.Engine, Images: 1,
		Steps: []model.Step{{Action: model.ActionRemove, Thing: image, Refs: image.Tags, Ready: true}},
	}, ui.Removal{})
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var last model.StepState
	for {
		update, err := job.Next(ctx)
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, event := range update.Events {
			last = event.State
		}
	}
	if last != model.StepDone {
		t.Errorf("the step ended as %d, want done", last)
	}
	if _, err := engine.ImageID("app:1"); err == nil {
		t.Error("app:1 is still there")
	}
	if _, err := engine.ImageID("app:2"); err != nil {
		t.Errorf("app:2: %v", err)
	}
}

func TestNoEngine(t *testing.T) {
	t.Parallel()
	o := dockerx.Options{Host: "unix://" + t.TempDir() + "/none.sock", Now: time.Now}
	s, err := asSession(openSession(t.Context(), t.Context(), o, cleanup.Service{}, caches{}))
	if s != nil || err == nil {
		t.Fatalf("session %v, error %v", s, err)
	}
	if code := CodeOf(err); code != CodeNoEngine {
		t.Errorf("code = %d, want %d (%v)", code, CodeNoEngine, err)
	}
}
