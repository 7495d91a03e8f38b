package images_test

import (
	"testing"

	"jettison/keymap"
	"jettison/ui/images"
)

func TestFold(t *testing.T) {
	t.Parallel()
	b := sorted(t, images.ByRepository)
	b.does(keymap.Down, keymap.Down) // acme/api
	if !b.Foldable() {
		t.Fatal("the heading does not fold")
	}
	b.does(keymap.Left)
	expectList(t, b, "▾ <none>", "<none> "+untagged(), "▸ acme/api", "▾ acme/db", "acme/db 1", "▾ acme/worker", "acme/worker old",
		"▾ alpine", "alpine 3.22", "alpine latest")
	if shown, all := b.Shown(); shown != all {
		t.Errorf("%d of %d match; what is folded matches too", shown, all)
	}
	if chosen := b.Chosen(); len(chosen) != 3 {
		t.Errorf("the heading stands for %d references, want 3", len(chosen))
	}
	b.does(keymap.Mark)
	b.expectMarks("acme/api:1.0", "acme/api:1.2", "acme/api:dev")
	// The key of the details unfolds and folds.
	b.does(keymap.Up, keymap.Details)
	if got := len(b.list()); got != 13 {
		t.Errorf("unfolded, %d lines are listed", got)
	}
	// Left goes from a row to its heading.
	b.does(keymap.Down, keymap.Down, keymap.Left)
	if !b.Foldable() || b.current() != "acme/api:1.0" {
		t.Errorf("left of a row is %s", b.current())
	}
	b.does(keymap.Right) // it is open already
	if got := len(b.list()); got != 13 {
		t.Errorf("%d lines are listed", got)
	}
}

// A fold survives a refresh and another filter, and opens when the cursor is sent inside.
func TestFoldStays(t *testing.T) {
	t.Parallel()
	for _, mode := range []images.Mode{images.ByRepository, images.Ancestry} {
		b := sorted(t, mode)
		base := b.current()
		for b.current() != "alpine:3.22" {
			b.does(keymap.Down)
		}
		all := len(b.list())
		b.does(keymap.Left)
		folded := len(b.list())
		b.refresh(shop())
		if err := b.SetFilter("ref:*"); err != nil {
			t.Fatal(err)
		}
		if err := b.SetFilter(""); err != nil {
			t.Fatal(err)
		}
		if got := len(b.list()); folded >= all || got != folded {
			t.Errorf("%v: %d lines, folded %d, later %d; first was %s", mode, all, folded, got, base)
		}
		inside := "acme/api:1.2" // folded away in the tree; among repositories, alpine is
		if mode == images.ByRepository {
			inside = "alpine:latest"
		}
		image, _ := shop().ByRef(inside)
		if !b.GoTo(image.ID) {
			t.Errorf("%v: there is no way to %s", mode, inside)
		}
		if row, _ := b.Current(); row.Image.ID != image.ID || len(b.list()) != all {
			t.Errorf("%v: the cursor is on %s", mode, row.Ref)
		}
		if b.GoTo("sha256:none") {
			t.Errorf("%v: an image that is not there was gone to", mode)
		}
	}
}
