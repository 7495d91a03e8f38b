package inventory

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/layers"
	"jettison/model/modeltest"
)

func TestDetails(t *testing.T) {
	world := modeltest.Developer(1, time.Unix(1e9, 0))
	for name, options := range engines() {
		t.Run(name, func(t *testing.T) {
			engine := sim.New(world, options)
			defer engine.Close()
			client, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: engine.Dial, Env: noEnv})
			if err != nil {
				t.Fatal(err)
			}
			defer func() { _ = client.Close() }()
			for _, image := range world.Images[:50] {
				name := string(image.ID)
				if len(image.Tags) > 0 {
					name = image.Tags[0]
				}
				id, err := engine.ImageID(name)
				if err != nil {
					continue // the containerd store has other IDs for untagged images
				}
				checkDetails(t, client, id, image)
			}
			_, err = Details(context.Background(), client, model.ImageID(id(7)))
			if problem, ok := errors.AsType[*model.Problem](err); !ok || problem.Reason != model.ReasonImageGone {
				t.Errorf("an image that is gone: %v", err)
			}
		})
	}
}

// The engine's JSON is kept in full, but for what a terminal would obey.
func TestInspectionIsClean(t *testing.T) {
	world := modeltest.New(1, time.Unix(1e9, 0))
	hostile := "kept\u009b31m\u202e\u007f end"
	world.Build(modeltest.Recipe{
		Tags: []string{"app:1"}, Labels: map[string]string{"note": hostile}, Add: []modeltest.Instruction{modeltest.Run("RUN x", 1000)},
	})
	engine := sim.New(world, sim.Options{})
	defer engine.Close()
	client, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: engine.Dial, Env: noEnv})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = client.Close() }()
	id, err := engine.ImageID("app:1")
	if err != nil {
		t.Fatal(err)
	}
	details, err := Details(t.Context(), client, id)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(details.Inspection) {
		if text := strings.TrimSuffix(line, "\n"); text != model.Clean(text) {
			t.Errorf("%q is not clean", text)
		}
	}
	var image struct {
		ID     string
		Config struct{ Labels map[string]string }
	}
	err = json.Unmarshal([]byte(details.Inspection), &image)
	if err != nil || image.ID != string(id) || image.Config.Labels["note"] != "kept31m end" {
		t.Errorf("%v: %s", err, details.Inspection)
	}
}

func checkDetails(t *testing.T, client *dockerx.Client, id model.ImageID, image *modeltest.Image) {
	t.Helper()
	details, err := Details(context.Background(), client, id)
	if err != nil {
		t.Fatal(err)
	}
	if details.ID != id || !strings.HasPrefix(details.Platform, "linux/") {
		t.Errorf("details %+v", details)
	}
	var layers, want []layers.ChainID
	for _, step := range details.Layers {
		if !step.Empty {
			layers = append(layers, step.Layer)
		}
		if step.Instruction == "" {
			t.Errorf("a step of %s without instruction: %+v", image.Tags, step)
		}
	}
	for _, layer := range image.Layers() {
		want = append(want, layer.ChainID)
	}
	if !slices.Equal(layers, want) {
		t.Errorf("%s: layers %v, want %v", image.Tags, layers, want)
	}
}
