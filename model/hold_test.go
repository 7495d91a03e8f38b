package model_test

import (
	"slices"
	"testing"

	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/size"
)

func TestHoldsAgreeWithAncestors(t *testing.T) {
	inv := modeltest.Developer(7, now).Inventory()
	holds := model.NewHolds(inv)
	holders := func(id model.ImageID) int {
		n := 0
		for _, c := range inv.Containers() {
			image, ok := inv.Image(c.Image)
			held, there := inv.Image(id)
			if ok && there && (image.ID == id || inv.IsAncestor(held, image)) {
				n++
			}
		}
		return n
	}
	for _, c := range inv.Containers() {
		image, ok := inv.Image(c.Image)
		if !ok {
			t.Fatalf("container %s has no image", c.Name)
		}
		ancestors := slices.DeleteFunc(inv.Ancestors(image), inv.Hidden)
		hold := holds.Of(c)
		if hold.Image != image || hold.Ancestors != len(ancestors) || hold.Images() != 1+len(ancestors) {
			t.Errorf("%s holds %d ancestors, want %d", c.Name, hold.Ancestors, len(ancestors))
		}
		if hold.SameImage != len(inv.Users(image.ID))-1 || hold.SameImage+hold.Built != holders(image.ID)-1 {
			t.Errorf("%s: %d others and %d built on it, want %d in all", c.Name, hold.SameImage, hold.Built, holders(image.ID)-1)
		}
		alone := 0
		for _, held := range append(ancestors, image) {
			if holders(held.ID) == 1 {
				alone++
			}
		}
		if hold.Alone != alone || hold.Sole() != (holders(image.ID) == 1) {
			t.Errorf("%s holds %d alone, want %d", c.Name, hold.Alone, alone)
		}
	}
}

func TestHoldByParentsOnly(t *testing.T) {
	inv := inventory(model.StoreContainerd,
		[]*model.Image{img("base", "", "base:1"), img("step", "base"), img("app", "step", "app:1"), img("kid", "app", "kid:1")},
		container("a", "app", model.StateRunning), container("b", "kid", model.StateExited), container("c", "gone", model.StateExited))
	holds := model.NewHolds(inv)
	want := map[string]model.Hold{
		"a": {Ancestors: 1, Built: 1},
		"b": {Ancestors: 2, Alone: 1},
	}
	for _, c := range inv.Containers() {
		got := holds.Of(c)
		if c.Name == "c" {
			if got != (model.Hold{}) || got.Sole() || got.Images() != 0 {
				t.Errorf("c holds %+v", got)
			}
			continue
		}
		if w := want[c.Name]; got.Ancestors != w.Ancestors || got.Built != w.Built || got.Alone != w.Alone {
			t.Errorf("%s holds %+v", c.Name, got)
		}
		if got.Unique != (size.Range{Min: 10e6, Max: 10e6, About: true}) {
			t.Errorf("%s: %v", c.Name, got.Unique)
		}
	}
}
