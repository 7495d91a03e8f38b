package modeltest_test

import (
	"crypto/sha256"
	"encoding/hex"
	"reflect"
	"testing"
	"time"

	distribution "github.com/distribution/reference"

	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/reference"
)

var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func TestSameSeedSameWorld(t *testing.T) {
	for name, build := range map[string]func(uint64, time.Time) *modeltest.World{
		"developer": modeltest.Developer,
		"many":      func(seed uint64, now time.Time) *modeltest.World { return modeltest.Many(2000, seed, now) },
	} {
		one, same, other := build(7, now), build(7, now), build(8, now)
		if !reflect.DeepEqual(one.Images, same.Images) || !reflect.DeepEqual(one.Containers, same.Containers) ||
			!reflect.DeepEqual(one.Volumes, same.Volumes) || !reflect.DeepEqual(one.Cache, same.Cache) {
			t.Errorf("%s: the same seed gave another world", name)
		}
		if one.Images[0].ID == other.Images[0].ID {
			t.Errorf("%s: another seed gave the same images", name)
		}
	}
}

func TestDeveloperIsPlausible(t *testing.T) {
	w := modeltest.Developer(1, now)
	t.Log(w)
	inv := w.Inventory()
	between := func(what string, got, low, high int) {
		if got < low || got > high {
			t.Errorf("%d %s, want %d to %d", got, what, low, high)
		}
	}
	between("images", len(w.Images), 230, 270)
	between("containers", len(w.Containers), 33, 38)
	between("volumes", len(w.Volumes), 18, 22)
	between("cache records", len(w.Cache), 55, 65)
	dangling, several, hidden, digestOnly := 0, 0, 0, 0
	for _, image := range inv.Images() {
		switch {
		case inv.Hidden(image):
			hidden++
		case len(image.DigestRefs()) > 0 && len(image.Tags) == 0:
			digestOnly++
		case image.Unnamed():
			dangling++
		case len(image.Tags) > 1:
			several++
		}
		if image.Created.After(now) || image.LastTagged.After(now) {
			t.Errorf("%s was made in the future", image.Name())
		}
	}
	between("dangling images", dangling, 20, 40)
	between("images with several tags", several, 30, 80)
	between("hidden images", hidden, 6, 20)
	between("images with only a digest", digestOnly, 8, 14)
	checkAges(t, w)
	for _, c := range inv.Containers() {
		if _, ok := inv.Image(c.Image); !ok {
			t.Errorf("container %s has no image", c.Name)
		}
	}
	for _, row := range inv.Rows() {
		if row.Ref == "" {
			continue
		}
		if _, err := distribution.ParseNormalizedNamed(row.Ref); err != nil || reference.Familiar(row.Ref) != row.Ref {
			t.Errorf("%q is no familiar reference: %v", row.Ref, err)
		}
	}
}

// checkAges checks that nothing is older than the layers it stands on.
func checkAges(t *testing.T, w *modeltest.World) {
	t.Helper()
	for _, image := range w.Images {
		for entry := image.History; entry != nil; entry = entry.Below {
			if entry.Created.After(image.Created) {
				t.Errorf("%v (%s) stands on %q, which is newer", image.Tags, image.ID, entry.CreatedBy)
				break
			}
		}
	}
	created := map[model.ImageID]time.Time{}
	for _, image := range w.Images {
		created[image.ID] = image.Created
	}
	for _, c := range w.Containers {
		if c.Created.Before(created[c.Image]) || c.Since().After(now) || c.Since().Before(c.Created) {
			t.Errorf("container %s was created %v, of an image made %v, and is %s since %v", c.Name, c.Created, created[c.Image], c.State, c.Since())
		}
	}
}

func TestChainIDsFollowTheSpecification(t *testing.T) {
	w := modeltest.New(1, now)
	image := w.Build(modeltest.Recipe{Add: []modeltest.Instruction{
		modeltest.Run("one", 10), modeltest.Set("ENV A=1"), modeltest.Run("two", 20), modeltest.Run("three", 30),
	}})
	chain := ""
	for i, layer := range image.Layers() {
		if i == 0 {
			chain = layer.DiffID
		} else {
			sum := sha256.Sum256([]byte(chain + " " + layer.DiffID))
			chain = "sha256:" + hex.EncodeToString(sum[:])
		}
		if string(layer.ChainID) != chain {
			t.Errorf("layer %d: chain ID %s, want %s", i, layer.ChainID, chain)
		}
	}
	if image.Size() != 60 {
		t.Errorf("size %d, want 60", image.Size())
	}
}

func TestInventorySharesLayers(t *testing.T) {
	w := modeltest.New(1, now)
	base := w.Build(modeltest.Recipe{Add: []modeltest.Instruction{modeltest.Run("base", 100)}, Tags: []string{"base:1"}})
	app := w.Build(modeltest.Recipe{From: base, Add: []modeltest.Instruction{modeltest.Run("app", 7)}, Tags: []string{"app:1"}})
	lone := w.Build(modeltest.Recipe{Add: []modeltest.Instruction{modeltest.Run("lone", 50)}})
	w.Run(modeltest.Start{Image: app, SizeRw: 3})
	inv := w.Inventory()
	for _, want := range []struct {
		image        *modeltest.Image
		size, shared int64
	}{{base, 100, 100}, {app, 107, 100}, {lone, 50, 0}} {
		got, ok := inv.Image(want.image.ID)
		if !ok || got.Size != want.size || got.SharedSize != want.shared {
			t.Errorf("%s: size %d, shared %d; want %d, %d", got.Name(), got.Size, got.SharedSize, want.size, want.shared)
		}
	}
	appImage, _ := inv.Image(app.ID)
	baseImage, _ := inv.Image(base.ID)
	if !appImage.Top.On(baseImage.Top) || appImage.Top.Below != baseImage.Top {
		t.Error("the app does not stand on the base's layer")
	}
	want := model.Totals{Count: 3, Active: 1, Size: 157, Reclaimable: 50}
	if inv.Usage.Images != want {
		t.Errorf("image totals %+v, want %+v", inv.Usage.Images, want)
	}
}

func TestTagsMove(t *testing.T) {
	w := modeltest.New(1, now)
	recipe := modeltest.Recipe{Add: []modeltest.Instruction{modeltest.Run("x", 1)}, Tags: []string{"app:dev"}}
	old, next := w.Build(recipe), w.Build(recipe)
	if len(old.Tags) != 0 || len(next.Tags) != 1 {
		t.Errorf("the old image has the tags %v, the new one %v", old.Tags, next.Tags)
	}
}

func TestClassicBuildLeavesParents(t *testing.T) {
	w := modeltest.New(1, now)
	base := w.Build(modeltest.Recipe{Add: []modeltest.Instruction{modeltest.Run("base", 5)}, Tags: []string{"base:1"}})
	app := w.Build(modeltest.Recipe{From: base, Classic: true, Tags: []string{"app:1"}, Add: []modeltest.Instruction{
		modeltest.Set("LABEL a=b"), modeltest.Run("run", 5), modeltest.Set("CMD x"),
	}})
	inv := w.Inventory()
	var chain []model.ImageID
	for id := app.Parent; id != ""; {
		image, ok := inv.Image(id)
		if !ok {
			t.Fatalf("parent %s is missing", id)
		}
		chain = append(chain, id)
		id = image.Parent
	}
	if len(chain) != 3 || chain[2] != base.ID {
		t.Errorf("parents %v, want two steps and the base", chain)
	}
}

func BenchmarkMany(b *testing.B) {
	for _, size := range []struct {
		name string
		n    int
	}{{"1k", 1000}, {"10k", 10_000}, {"100k", 100_000}} {
		b.Run(size.name, func(b *testing.B) {
			for b.Loop() {
				modeltest.Many(size.n, 1, now)
			}
		})
	}
}

func BenchmarkInventory(b *testing.B) {
	w := modeltest.Many(10_000, 1, now)
	for b.Loop() {
		w.Inventory()
	}
}
