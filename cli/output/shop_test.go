package output

import (
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"jettison/model"
	"jettison/model/modeltest"
)

// noon is the time of all tests.
func noon() time.Time { return time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC) }

const day = 24 * time.Hour

// shop is a small engine on which there is an image in each state, with each verdict
// and behind each blocker: a base with two names, versions built on it that run and
// are stopped, a classic build with its parents, a dangling image, one that a label
// protects, one that nobody else has, and one that is backed up.
func shop() *model.Inventory {
	w := modeltest.New(5, noon())
	step := func(bytes int64) []modeltest.Instruction {
		return []modeltest.Instruction{modeltest.Run("COPY app /app", bytes)}
	}
	base := w.Build(modeltest.Recipe{
		Add: step(100e6), Tags: []string{"alpine:3.22", "alpine:latest"}, Pulled: true, Created: noon().Add(-90 * day),
	})
	build := func(from *modeltest.Image, days int, bytes int64, tags ...string) *modeltest.Image {
		return w.Build(modeltest.Recipe{From: from, Add: step(bytes), Tags: tags, Created: noon().Add(-time.Duration(days) * day)})
	}
	stale := build(base, 45, 30e6, "acme/api:1.0")
	current := build(base, 3, 32e6, "acme/api:1.2", "acme/api:dev")
	build(base, 50, 5e6)
	w.Build(modeltest.Recipe{
		Add: step(2e6), Tags: []string{"acme/site:9"}, Created: noon().Add(-400 * day),
		Labels: map[string]string{"org.opencontainers.image.source": "https://example.com/site", "org.opencontainers.image.revision": "3f2a91c"},
	})
	w.Build(modeltest.Recipe{Add: step(3e6), Tags: []string{"acme/db:1"}, Labels: map[string]string{model.KeepLabel: "", "team": "a\x1bb"}})
	parent := w.Build(modeltest.Recipe{Add: step(7e6), Tags: []string{"legacy:base"}, Created: noon().Add(-400 * day)})
	w.Build(modeltest.Recipe{
		From: parent, Classic: true, Add: append(step(1e6), step(2e6)...), Tags: []string{"legacy:app"}, Created: noon().Add(-399 * day),
	})
	saved := build(nil, 200, 55e6, "acme/worker:old")
	w.Run(modeltest.Start{Image: current, Name: "api-1", Created: 3 * time.Hour, Since: 3 * time.Hour, Volumes: []string{"data"}})
	w.Run(modeltest.Start{Image: stale, Name: "api-0", State: model.StateExited, Created: 60 * day, Since: 45 * day, SizeRw: 4096})
	w.Volumes = append(w.Volumes, &modeltest.Volume{Name: "data", Created: noon().Add(-9 * day), Size: 8e6}, &modeltest.Volume{Name: "left", Size: 1e6})
	w.Cache = append(w.Cache, &model.CacheRecord{ID: "c1", Type: "regular", Description: "RUN make", Size: 6e6, Created: noon().Add(-day), LastUsed: noon().Add(-time.Hour), Uses: 3})
	return w.Inventory().WithBackups(model.Backups{saved.ID.Target(): {{Name: "20261001-030000-ab12"}}}).
		WithPins(model.Pins{model.ImageKey(base.ID, "alpine:3.22"): {Query: "ref:alpine:3.22", Configured: true}})
}

// on is an inventory on another store, which tells less.
func on(inv *model.Inventory, store model.Store) *model.Inventory {
	engine := inv.Engine
	engine.Store = store
	return inv.WithEngine(engine).WithLayerSizes(nil)
}

// ported is an inventory whose store has two platforms of an image, and knows of a third.
func ported(inv *model.Inventory, ref string) *model.Inventory {
	images := slices.Clone(inv.Images())
	for i, image := range images {
		if !slices.Contains(image.Tags, ref) {
			continue
		}
		with := *image
		with.Manifests = []model.Manifest{
			{Digest: "sha256:9d", Kind: model.ManifestPlatform, Platform: "linux/amd64", Available: true, Content: 307_914, Unpacked: 307_200},
			{Digest: "sha256:ac", Kind: model.ManifestPlatform, Platform: "linux/arm64/v8", Available: true, Content: 502_491},
			{Digest: "sha256:5e", Kind: model.ManifestPlatform, Platform: "linux/s390x"},
			{Digest: "sha256:7f", Kind: model.ManifestAttestation, Available: true, Content: 90},
		}
		images[i] = &with
	}
	return inv.WithImages(inv.Taken, images)
}

// onPodman is an inventory as if a version of Podman had told it.
func onPodman(inv *model.Inventory, version string) *model.Inventory {
	inv = on(inv, model.StorePodman)
	engine := inv.Engine
	engine.Product, engine.Version = "Podman", version
	return inv.WithEngine(engine)
}

// rows are all rows of an inventory, in its order.
func rows(inv *model.Inventory) []*model.Row {
	all := inv.Rows()
	found := make([]*model.Row, 0, len(all))
	for i := range all {
		found = append(found, &all[i])
	}
	return found
}

// keys are the marks of all rows.
func keys(inv *model.Inventory) []model.Key {
	var found []model.Key
	for _, row := range rows(inv) {
		found = append(found, row.Key())
	}
	return found
}

// tagged finds the image of a tag.
func tagged(t *testing.T, inv *model.Inventory, ref string) *model.Image {
	t.Helper()
	image, ok := inv.ByRef(ref)
	if !ok {
		t.Fatalf("there is no %s", ref)
	}
	return image
}

// written is what a function writes.
func written(t *testing.T, write func(io.Writer) error) string {
	t.Helper()
	var text strings.Builder
	if err := write(&text); err != nil {
		t.Fatal(err)
	}
	return text.String()
}

// cannot is a file that takes nothing.
type cannot struct{}

func (cannot) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }
