package inventory_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/inventory"
	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
)

// What a person looks at is read before the rest.
func TestPrioritizedLayersAreReadFirst(t *testing.T) {
	t.Parallel()
	world := modeltest.Developer(3, time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC))
	e := sim.New(world, sim.Options{})
	t.Cleanup(e.Close)
	c, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: e.Dial})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Close() })
	var looked []model.ImageID // the last by ID, which would be read last
	for _, image := range slices.Backward(world.Inventory().Images()) {
		if looked = append(looked, image.ID); len(looked) == 5 {
			break
		}
	}
	feed := inventory.Follow(t.Context(), c, inventory.FollowOptions{})
	feed.PrioritizeLayers(append([]model.ImageID{"sha256:gone"}, looked...))
	var now model.Snapshot
	for now.Facts[model.FactLayers].Status != model.StatusReady {
		now, err = feed.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
	}
	var asked []model.ImageID
	for _, r := range e.Requests() {
		_, rest, ok := strings.Cut(r.Path, "/images/sha256:")
		id, _, _ := strings.Cut(rest, "/")
		if image := model.ImageID("sha256:" + id); ok && !slices.Contains(asked, image) {
			asked = append(asked, image)
		}
	}
	const besides = 16 // requests under way may overtake each other, on a busy machine often
	if len(asked) < 10*(len(looked)+besides) {
		t.Fatalf("only %d images were asked about", len(asked))
	}
	first := asked[:len(asked)/3]
	for _, id := range looked {
		if !slices.Contains(first, id) {
			t.Errorf("%s is not among the first that were asked about", id.Short())
		}
	}
	if len(asked) != len(world.Inventory().Images()) {
		t.Errorf("asked about %d images", len(asked))
	}
}
