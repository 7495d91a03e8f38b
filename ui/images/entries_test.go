package images_test

import (
	"slices"
	"strings"
	"testing"

	"jettison/keymap"
	"jettison/model"
	"jettison/ui/images"
	"jettison/ui/table"
)

func expectList(t *testing.T, b *harness, want ...string) {
	t.Helper()
	if got := b.list(); !slices.Equal(got, want) {
		t.Errorf("listed are\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

func TestFlat(t *testing.T) {
	t.Parallel()
	b := sorted(t, images.Flat)
	expectList(t, b, "<none> "+untagged(), "acme/api 1.0", "acme/api 1.2", "acme/api dev", "acme/db 1", "acme/worker old", "alpine 3.22", "alpine latest")
	b.SortBy(4) // size, the largest first
	expectList(t, b, "acme/api dev", "acme/api 1.2", "acme/api 1.0", "<none> "+untagged(), "alpine latest", "alpine 3.22", "acme/db 1", "acme/worker old")
	b.does(keymap.SortReverse)
	expectList(t, b, "acme/worker old", "acme/db 1", "alpine 3.22", "alpine latest", "<none> "+untagged(), "acme/api 1.0", "acme/api 1.2", "acme/api dev")
}

// The heading of a repository counts each of its images once.
func TestByRepository(t *testing.T) {
	t.Parallel()
	b := sorted(t, images.ByRepository)
	expectList(t, b,
		"▾ <none>", "<none> "+untagged(), "▾ acme/api", "acme/api 1.0", "acme/api 1.2", "acme/api dev",
		"▾ acme/db", "acme/db 1", "▾ acme/worker", "acme/worker old", "▾ alpine", "alpine 3.22", "alpine latest")
	text := strings.Join(strings.Fields(strings.Join(b.lines(), "\n")), " ")
	for _, want := range []string{"▾ acme/api 2 images ≤262 MB ≥62 MB", "▾ alpine 1 image 100 MB 0 B"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
	b.SortBy(4)
	if got := b.list(); got[0] != "▾ acme/api" {
		t.Errorf("the largest repository is %q", got[0])
	}
}

// Images stand below the image that they were built on. An image that does not match is
// listed only for the matches below it, and counts for nothing.
func TestAncestry(t *testing.T) {
	t.Parallel()
	b := sorted(t, images.Ancestry)
	expectList(t, b, "alpine 3.22", "├─<none> "+untagged(), "├─acme/api 1.0", "└─acme/api 1.2", "acme/db 1", "acme/worker old")
	if err := b.SetFilter("tag:dev"); err != nil {
		t.Fatal(err)
	}
	expectList(t, b, "alpine 3.22", "└─acme/api dev")
	if dimmed := b.Flags(0)&table.Dimmed != 0; !dimmed || b.Flags(1)&table.Dimmed != 0 {
		t.Errorf("what only comes along is dimmed: %v", dimmed)
	}
	b.does(keymap.Top)
	if chosen := b.Chosen(); len(chosen) != 0 {
		t.Errorf("what only comes along is chosen: %v", chosen)
	}
	b.does(keymap.Mark)
	b.expectMarks()
	b.does(keymap.Bottom, keymap.Mark)
	b.expectMarks("acme/api:dev")
}

// A figure that the engine did not tell is not shown as 0.
func TestUnknownFigures(t *testing.T) {
	t.Parallel()
	image := &model.Image{ID: "sha256:aabbccddeeff", Tags: []string{"app:1"}, Size: 5e9, SharedSize: model.Unknown}
	other := &model.Image{ID: "sha256:bbccddeeff00", Tags: []string{"app:2"}, Size: model.Unknown, SharedSize: model.Unknown}
	inv := model.NewInventory(model.Engine{Store: model.StoreGraph}, now, []*model.Image{image, other}, nil, nil)
	for _, mode := range []images.Mode{images.Flat, images.ByRepository, images.Ancestry} {
		b := newHarness(t, inv, 160, 12)
		b.SetMode(mode)
		for _, line := range b.lines()[1:] {
			if strings.Contains(line, " 0 B") {
				t.Errorf("%v: %s", mode, line)
			}
		}
	}
}

func TestModes(t *testing.T) {
	t.Parallel()
	b := sorted(t, images.Flat)
	b.does(keymap.Bottom)
	before := b.current()
	for _, want := range []string{"8 of 8 references · by repository", "8 of 8 references · ancestry", "8 of 8 references · flat"} {
		b.does(keymap.ViewMode)
		if got := b.ShownWords(); !strings.HasSuffix(got, want) {
			t.Errorf("it is called %q, want %q", got, want)
		}
		if row, ok := b.Current(); !ok || row.Repo != "alpine" {
			t.Errorf("%s: the cursor went from %s to %v", want, before, row)
		}
	}
}
