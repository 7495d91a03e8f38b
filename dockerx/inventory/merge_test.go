package inventory

import (
	"slices"
	"testing"
	"time"

	"jettison/model"
	"jettison/model/layers"
)

func inventoryOf(images ...*model.Image) *model.Inventory {
	return model.NewInventory(model.Engine{}, time.Unix(1, 0), images, nil, nil)
}

func TestMergeListedKeepsUnchangedImages(t *testing.T) {
	tree := layers.NewTree()
	same := &model.Image{ID: "same", Tags: []string{"a:1"}, Size: 5, SharedSize: 3, Layered: true, Top: tree.Top([]layers.ChainID{"l"}), LastTagged: time.Unix(9, 0)}
	moved := &model.Image{ID: "moved", Tags: []string{"b:1"}, Size: 5, SharedSize: 2, Layered: true, Top: same.Top}
	before := inventoryOf(same, moved, &model.Image{ID: "gone"})
	merged, changed := mergeListed(before, []*model.Image{
		{ID: "same", Tags: []string{"a:1"}, Size: 5, SharedSize: model.Unknown},
		{ID: "moved", Tags: []string{"b:2"}, Size: 5, SharedSize: model.Unknown},
		{ID: "new", SharedSize: model.Unknown},
	})
	if !changed || len(merged) != 3 {
		t.Fatalf("changed %v, merged %v", changed, merged)
	}
	if merged[0] != same {
		t.Error("an image that did not change is another pointer")
	}
	if m := merged[1]; m == moved || m.Tags[0] != "b:2" || m.SharedSize != 2 || m.Top != same.Top || !m.Layered {
		t.Errorf("moved: %+v", *m)
	}
	if again, changed := mergeListed(inventoryOf(slices.Clone(merged)...), slices.Clone(merged)); changed {
		t.Errorf("the same list changes %v", again)
	}
}

func TestApplyDelta(t *testing.T) {
	old := &model.Image{ID: "old", Tags: []string{"a:1", "a:2"}}
	other := &model.Image{ID: "other", Tags: []string{"b:1"}}
	before := inventoryOf(old, other)
	byID := func(images []*model.Image) map[model.ImageID]*model.Image {
		found := map[model.ImageID]*model.Image{}
		for _, image := range images {
			found[image.ID] = image
		}
		return found
	}
	t.Run("the parent goes", func(t *testing.T) {
		for store, want := range map[model.Store]model.ImageID{model.StorePodman: "", model.StoreContainerd: "base"} {
			child := &model.Image{ID: "child", Parent: "base"}
			family := model.NewInventory(model.Engine{Store: store}, time.Unix(1, 0), []*model.Image{{ID: "base"}, child}, nil, nil)
			images, changed := applyDelta(family, imageDelta{gone: map[model.ImageID]bool{"base": true}})
			if !changed || len(images) != 1 || images[0].Parent != want || child.Parent != "base" {
				t.Errorf("%v: the parent is %q, want %q", store, images[0].Parent, want)
			}
		}
	})
	t.Run("a tag moves to a new image", func(t *testing.T) {
		images, changed := applyDelta(before, imageDelta{found: []*model.Image{{ID: "new", Tags: []string{"a:1"}}}})
		got := byID(images)
		if !changed || len(got) != 3 || !slices.Equal(got["old"].Tags, []string{"a:2"}) || got["other"] != other {
			t.Errorf("%+v", got)
		}
		if len(old.Tags) != 2 {
			t.Error("an image of an older inventory was changed")
		}
	})
	t.Run("a tag moves between images that are there", func(t *testing.T) {
		images, _ := applyDelta(before, imageDelta{found: []*model.Image{{ID: "other", Tags: []string{"a:1", "b:1"}}}})
		if got := byID(images); !slices.Equal(got["old"].Tags, []string{"a:2"}) || len(got["other"].Tags) != 2 {
			t.Errorf("%+v", got)
		}
	})
	t.Run("gone", func(t *testing.T) {
		images, changed := applyDelta(before, imageDelta{gone: map[model.ImageID]bool{"old": true, "unknown": true}})
		if !changed || len(images) != 1 || images[0] != other {
			t.Errorf("%+v", images)
		}
	})
	t.Run("gone, and another image has its name by then", func(t *testing.T) {
		images, _ := applyDelta(before, imageDelta{
			found: []*model.Image{{ID: "other", Tags: []string{"a:1", "b:1"}}}, gone: map[model.ImageID]bool{"old": true},
		})
		if got := byID(images); len(got) != 1 || len(got["other"].Tags) != 2 {
			t.Errorf("%+v", got)
		}
	})
	t.Run("nothing new", func(t *testing.T) {
		same := *other
		if _, changed := applyDelta(before, imageDelta{found: []*model.Image{&same}, gone: map[model.ImageID]bool{"x": true}}); changed {
			t.Error("it says that something changed")
		}
	})
}

func TestMergeContainersKeepsSince(t *testing.T) {
	since := time.Unix(100, 0)
	before := inventoryOf().WithContainers([]*model.Container{
		{ID: "a", State: model.StateRunning, Since: since, Size: 7},
		{ID: "b", State: model.StateRunning, Since: since, Size: 7},
		{ID: "c", State: model.StateRunning, Since: since, Size: 7},
	})
	told := time.Unix(200, 0)
	merged := mergeContainers(before, []*model.Container{
		{ID: "a", State: model.StateRunning, Size: model.Unknown},
		{ID: "b", State: model.StateExited, Size: model.Unknown},
		{ID: "c", State: model.StateRunning, Size: model.Unknown},
	}, map[model.ContainerID]time.Time{"c": told})
	if a := merged[0]; a != before.Containers()[0] {
		t.Errorf("unchanged: %+v", *a)
	}
	if b := merged[1]; !b.Since.IsZero() || b.Size != 7 {
		t.Errorf("stopped without a known time: %+v", *b)
	}
	if c := merged[2]; !c.Since.Equal(told) {
		t.Errorf("restarted: %+v", *c)
	}
}

// A platform that comes to an index leaves its ID as it was, but not its layers and bytes.
func TestOtherPlatformsMakeLayersStale(t *testing.T) {
	host := model.Manifest{Digest: "sha256:a", Kind: model.ManifestPlatform, Platform: "linux/amd64", Available: true, Content: 5}
	arm := model.Manifest{Digest: "sha256:b", Kind: model.ManifestPlatform, Platform: "linux/arm64"}
	there := arm
	there.Available, there.Content = true, 7
	old := &model.Image{ID: "index", Size: 9, Layered: true, Content: 5, Manifests: []model.Manifest{host, arm}}
	before := inventoryOf(old)
	same, changed := mergeListed(before, []*model.Image{{ID: "index", Size: 9, Manifests: []model.Manifest{host, arm}}})
	if changed || same[0] != old {
		t.Errorf("the same manifests: %+v", *same[0])
	}
	merged, changed := mergeListed(before, []*model.Image{{ID: "index", Size: 16, Manifests: []model.Manifest{host, there}}})
	if m := merged[0]; !changed || m.Layered || m.Content != 0 || m.Size != 16 {
		t.Errorf("listed: %+v", *m)
	}
	inspected := &model.Image{ID: "index", Size: 16, Manifests: []model.Manifest{host, there}}
	inherit(inspected, old)
	if inspected.Layered || inspected.Size != 16 {
		t.Errorf("inspected: %+v", *inspected)
	}
	inspected = &model.Image{ID: "index", Size: 3, Manifests: []model.Manifest{host, arm}}
	inherit(inspected, old)
	if !inspected.Layered || inspected.Size != 9 {
		t.Errorf("inspected with the same manifests: %+v", *inspected)
	}
}
