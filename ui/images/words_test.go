package images_test

import (
	"strings"
	"testing"

	"jettison/keymap"
	"jettison/model"
	"jettison/ui/images"
)

// on returns shop on a store that does not tell all bytes.
func on(store model.Store) *model.Inventory {
	inv := shop()
	engine := inv.Engine
	engine.Store = store
	return inv.WithEngine(engine).WithLayerSizes(nil)
}

// The words below the list say which bytes of the current row are its own, and why it can
// or can't be removed.
func TestWords(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		inv  *model.Inventory
		ref  string
		want []string
	}{
		{shop(), "acme/worker:old", []string{"1 layer", "2.0 MB only here, 0 B shared", "nothing blocks it; the only copy: no registry digest to pull it by"}},
		{shop(), "acme/api:1.0", []string{"2 layers", "30 MB only here, 100 MB shared", "nothing blocks it"}},
		{shop(), "acme/api:dev", []string{"d only untags: the image stays as acme/api:1.2; only this name goes"}},
		{shop(), "acme/db:1", []string{"stays: pinned by the label jettison.keep"}},
		{on(model.StoreContainerd), "acme/api:1.0", []string{"≈30 MB only here, ≈100 MB shared"}},
	} {
		b := newHarness(t, tt.inv, 120, 30)
		image, _ := tt.inv.ByRef(tt.ref)
		b.GoTo(image.ID)
		for b.current() != tt.ref {
			b.does(keymap.Down)
		}
		text := strings.Join(b.lines()[27:], "\n")
		for _, want := range tt.want {
			if !strings.Contains(text, want) {
				t.Errorf("%s: no %q in\n%s", tt.ref, want, text)
			}
		}
	}
}

// A container that blocks the removal is named with the key that helps, as bound.
func TestWordsOfBlocked(t *testing.T) {
	t.Parallel()
	inv := shop()
	image, _ := inv.ByRef("acme/api:1.2")
	one := *image
	one.Tags = []string{"acme/api:1.2"}
	left := []*model.Image{&one}
	for _, other := range inv.Images() {
		if other.ID != one.ID {
			left = append(left, other)
		}
	}
	b := newHarness(t, inv.WithImages(now, left), 120, 30)
	b.GoTo(one.ID)
	last := func() string { return b.lines()[29] }
	if text := last(); !strings.Contains(text, "used by the running container api-1 (running for 3 hours); d offers what helps") {
		t.Errorf("it says %q", text)
	}
	if err := b.keys.Override(map[string][]string{"plan": {"D"}}); err != nil {
		t.Fatal(err)
	}
	if text := last(); !strings.Contains(text, "; D offers what helps") {
		t.Errorf("with another key it says %q", text)
	}
	if err := b.keys.Override(map[string][]string{"plan": {}}); err != nil {
		t.Fatal(err)
	}
	if text := last(); strings.Contains(text, "offers") {
		t.Errorf("without a key it says %q", text)
	}
}

// On a small screen the list takes all the room.
func TestWordsNeedRoom(t *testing.T) {
	t.Parallel()
	for height, has := range map[int]bool{17: false, 18: true} {
		b := newHarness(t, shop(), 80, height)
		b.SetMode(images.Flat)
		lines := b.lines()
		if got := strings.Contains(strings.Join(lines, "\n"), "only here"); got != has || len(lines) != height {
			t.Errorf("at %d lines words are shown: %v, and %d lines drawn", height, got, len(lines))
		}
	}
}

// While it is not known what uses an image, it is not said that nothing blocks it.
func TestWordsOfUnlistedUsers(t *testing.T) {
	t.Parallel()
	wrong := &model.Problem{Text: "The engine answered 500"}
	for want, unlisted := range map[string]*model.UnlistedUsers{
		"what uses it is not known: the containers could not be listed (The engine answered 500)":           {Problem: wrong},
		"what uses it may have changed: the containers could not be listed again (The engine answered 500)": {Problem: wrong, Listed: true},
	} {
		b := newHarness(t, shop().WithUnlistedUsers(unlisted), 120, 30)
		image, _ := shop().ByRef("acme/worker:old")
		b.GoTo(image.ID)
		if text := strings.Join(b.lines()[27:], "\n"); !strings.Contains(text, want) || strings.Contains(text, "nothing blocks it") {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}
