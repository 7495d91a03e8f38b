package model_test

import (
	"testing"

	"jettison/model"
	"jettison/model/layers"
)

// Layers hold for an image while the store has the same of it, whatever its names are; and
// on the containerd store for one engine only.
func TestLayerFactsHold(t *testing.T) {
	t.Parallel()
	platform := func(digest string, available bool) model.Manifest {
		return model.Manifest{Digest: digest, Kind: model.ManifestPlatform, Platform: "linux/" + digest, Available: available}
	}
	image := &model.Image{
		ID: "sha256:a", Size: 10, Tags: []string{"a:1"}, Layered: true, Top: layers.NewTree().Top([]layers.ChainID{"l"}),
		Manifests: []model.Manifest{platform("amd64", true), platform("arm64", false)},
	}
	var facts model.LayerFacts
	for f := range model.NewInventory(model.Engine{Store: model.StoreContainerd}, image.Created, []*model.Image{image}, nil, nil).LayerFacts() {
		facts = f
	}
	for name, tt := range map[string]struct {
		change func(*model.Image)
		holds  bool
	}{
		"the same":     {func(*model.Image) {}, true},
		"other names":  {func(i *model.Image) { i.Tags = []string{"b:1"} }, true},
		"another size": {func(i *model.Image) { i.Size = 11 }, false},
		"another platform": {func(i *model.Image) {
			i.Manifests = []model.Manifest{platform("amd64", false), platform("arm64", true)}
		}, false},
		"one more": {func(i *model.Image) { i.Manifests = []model.Manifest{platform("amd64", true), platform("arm64", true)} }, false},
	} {
		next := *image
		tt.change(&next)
		if facts.Holds(&next) != tt.holds {
			t.Errorf("%s: holds: %t", name, !tt.holds)
		}
	}
	if _, id, ok := (model.Engine{Driver: "overlayfs", Store: model.StoreContainerd}).LayerScope(); ok || id != "" {
		t.Error("an engine without an ID has a cache")
	}
	if _, id, _ := (model.Engine{Driver: "overlayfs", Store: model.StoreContainerd, ID: "x"}).LayerScope(); id != "x" {
		t.Errorf("the containerd store of %q", id)
	}
	if _, id, _ := (model.Engine{Driver: "overlay2", Store: model.StoreGraph, ID: "x"}).LayerScope(); id != "" {
		t.Errorf("a graphdriver store of %q", id)
	}
}
