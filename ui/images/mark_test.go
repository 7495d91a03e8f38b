package images_test

import (
	"testing"

	"jettison/keymap"
	"jettison/model/query"
	"jettison/ui/images"
	"jettison/ui/pane"
)

func TestMarks(t *testing.T) {
	t.Parallel()
	b := sorted(t, images.Flat)
	b.does(keymap.Down, keymap.Mark) // and goes down
	if got := b.current(); got != "acme/api:1.2" {
		t.Errorf("the cursor is on %s", got)
	}
	b.does(keymap.Up, keymap.Mark)
	b.expectMarks()
	// No action marks a pinned row.
	b.does(keymap.MarkAll)
	b.expectMarks("acme/api:1.0", "acme/api:1.2", "acme/api:dev", "acme/worker:old", "alpine:3.22", "alpine:latest", untagged())
	b.does(keymap.Invert)
	b.expectMarks()
	if err := b.SetFilter("repo:alpine"); err != nil {
		t.Fatal(err)
	}
	b.does(keymap.MarkAll)
	if err := b.SetFilter(""); err != nil {
		t.Fatal(err)
	}
	b.expectMarks("alpine:3.22", "alpine:latest")
	if _, ok := b.does(keymap.ClearMarks).(pane.ClearMarks); !ok {
		t.Error("the root is not asked to clear the marks")
	}
}

func TestPinnedIsNotMarked(t *testing.T) {
	t.Parallel()
	b := sorted(t, images.Flat)
	for b.current() != "acme/db:1" {
		b.does(keymap.Down)
	}
	said, ok := b.does(keymap.Mark).(pane.Say)
	if !ok || said.Text != "It is pinned by the label jettison.keep and can't be marked." {
		t.Errorf("it says %q", said.Text)
	}
	b.expectMarks()
}

func TestRanges(t *testing.T) {
	t.Parallel()
	for _, backwards := range []bool{false, true} {
		b := sorted(t, images.Flat)
		move, there := keymap.Down, keymap.Top
		if backwards {
			move, there = keymap.Up, keymap.Bottom
		}
		b.does(there, keymap.Range, move, move, keymap.Range)
		want := []string{"acme/api:1.0", "acme/api:1.2", untagged()}
		if backwards {
			want = []string{"acme/worker:old", "alpine:3.22", "alpine:latest"}
		}
		b.expectMarks(want...)
	}
	// Back ends a range without a mark.
	b := sorted(t, images.Flat)
	b.does(keymap.Range, keymap.Down)
	if !b.Back() || b.Back() {
		t.Error("a range is not ended, or more than that")
	}
	b.does(keymap.Range, keymap.Down)
	b.expectMarks()
	// The start of a range follows its row when the list changes.
	b = sorted(t, images.Flat)
	b.does(keymap.Down, keymap.Range)
	if err := b.SetFilter("repo:acme/*"); err != nil {
		t.Fatal(err)
	}
	b.does(keymap.Down, keymap.Range)
	b.expectMarks("acme/api:1.0", "acme/api:1.2")
}

// A heading within a range stands for its rows only if they are folded away.
func TestRangeOverHeadings(t *testing.T) {
	t.Parallel()
	b := sorted(t, images.ByRepository)
	b.does(keymap.Down, keymap.Down, keymap.Left, keymap.Down, keymap.Down, keymap.Down) // api is folded; acme/worker's heading
	b.does(keymap.Range, keymap.Up, keymap.Up, keymap.Up, keymap.Range)
	b.expectMarks("acme/api:1.0", "acme/api:1.2", "acme/api:dev") // acme/db is pinned, acme/worker open
}

// A heading marks all its rows, or unmarks them if all are marked.
func TestHeadingsMark(t *testing.T) {
	t.Parallel()
	b := sorted(t, images.ByRepository)
	b.does(keymap.Down, keymap.Down, keymap.Down, keymap.Mark) // one of three
	b.expectMarks("acme/api:1.0")
	b.does(keymap.Up, keymap.Up, keymap.Mark)
	b.expectMarks("acme/api:1.0", "acme/api:1.2", "acme/api:dev")
	b.does(keymap.Up, keymap.Mark)
	b.expectMarks()
}

func TestMarkWhere(t *testing.T) {
	t.Parallel()
	b := sorted(t, images.Flat)
	q, err := query.Parse("unused repo:a*")
	if err != nil {
		t.Fatal(err)
	}
	rows, reclaim := b.CountWhere(q)
	if n := b.MarkWhere(q); n != rows || n != 4 || reclaim.Max != 32_000_000 {
		t.Errorf("%d marked, %d promised, frees %+v", n, rows, reclaim)
	}
	if again := b.MarkWhere(q); again != 0 {
		t.Errorf("%d are new the second time", again)
	}
	b.expectMarks("acme/api:1.0", "acme/worker:old", "alpine:3.22", "alpine:latest")
}

// untagged returns the short ID of the image without a tag.
func untagged() string {
	for _, image := range shop().Images() {
		if image.Unnamed() {
			return image.ID.Short()
		}
	}
	return ""
}
