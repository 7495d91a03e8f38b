package contract_test

import (
	"context"
	"math/rand/v2"
	"testing"
	"time"

	"jettison/dockerx"
	"jettison/dockerx/enginetest"
	"jettison/dockerx/inventory"
	"jettison/model"
	"jettison/model/size"
)

// TestBuildCacheKeepsLayers removes images that BuildKit built. Its cache keeps their layers,
// so the disk frees less than the fall of the engine's figure, and the plan must not promise
// more than the disk frees.
func TestBuildCacheKeepsLayers(t *testing.T) {
	t.Parallel()
	flavors := []enginetest.Flavor{enginetest.Docker28, enginetest.Docker28Containerd, enginetest.Docker29, enginetest.Docker29Containerd}
	engines.On(t, flavors, treesWorld(6, 9000), func(t *testing.T, e *enginetest.Engine) {
		base, app := repo+"kit-base:1", repo+"kit-app:1"
		e.BuildKit(t.Context(), t, base, map[string][]byte{
			"Dockerfile": []byte("FROM scratch\nCOPY one /\nCOPY two /\n"), "one": noise(100_000), "two": noise(50_000),
		})
		e.BuildKit(t.Context(), t, app, map[string][]byte{
			"Dockerfile": []byte("FROM " + base + "\nCOPY three /\n"), "three": noise(30_000),
		})
		c, err := dockerx.Connect(t.Context(), dockerx.Options{Dial: e.Dial})
		must(t, err)
		t.Cleanup(func() { _ = c.Close() })
		feed := inventory.Follow(t.Context(), c, inventory.FollowOptions{})
		before := untilMeasured(t, feed, time.Time{})
		disk := e.LayersOnDisk(t)

		plan := model.NewPlan(before, keysOf(t, before, base, app), nil)
		if plan.Images != 2 || plan.Reclaim.Min != 0 || plan.Cached < 180_000 || plan.Reclaim.Max < 180_000 {
			t.Errorf("the plan frees %v of %d images, of which the cache keeps %d", plan.Reclaim, plan.Images, plan.Cached)
		}
		progress := executeAll(t, c, plan)
		removed := time.Now() // what was measured while it ran does not count
		feed.Reload(model.FactUsage)
		report := model.CompareReclaim(before, untilMeasured(t, feed, removed), progress)
		gave := disk - e.LayersOnDisk(t)
		if gave > 180_000 || report.Cached == 0 || report.Back > plan.Reclaim.Max || report.Back < plan.Reclaim.Min {
			t.Errorf("the disk gave back %d bytes; weighed: %+v", gave, report)
		}
		if e.Store == model.StoreGraph && (report.Back != 0 || report.Cached != 180_000 || report.Listed != (size.Range{})) {
			t.Errorf("weighed: %+v", report)
		}
	})
}

// noise returns n incompressible bytes.
func noise(n int) []byte {
	content := make([]byte, n)
	_, _ = rand.NewChaCha8([32]byte{byte(n / 1000)}).Read(content) // never fails
	return content
}

// keysOf returns the keys of the rows with the given references.
func keysOf(t *testing.T, inv *model.Inventory, refs ...string) []model.Key {
	t.Helper()
	var keys []model.Key
	for _, ref := range refs {
		image, ok := inv.ByRef(ref)
		if !ok {
			t.Fatalf("there is no %s", ref)
		}
		keys = append(keys, model.ImageKey(image.ID, ref))
	}
	return keys
}

// untilMeasured waits until everything is loaded and disk usage was measured after the given
// time.
func untilMeasured(t *testing.T, feed *inventory.Feed, after time.Time) *model.Inventory {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for {
		s, err := feed.Next(ctx)
		must(t, err)
		usage := s.Facts[model.FactUsage]
		if s.Inventory.Layered() && s.Facts[model.FactLayers].Status == model.StatusReady &&
			usage.Status == model.StatusReady && usage.At.After(after) {
			return s.Inventory
		}
	}
}
