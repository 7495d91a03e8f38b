package images_test

import (
	"testing"

	"jettison/model"
	"jettison/model/query"
	"jettison/ui/images"
	"jettison/ui/pane/panetest"
)

// Until the containers are known, no image is unused, as in the query language.
func TestNothingIsUnusedBeforeTheContainersAreKnown(t *testing.T) {
	t.Parallel()
	b := sorted(t, images.Flat)
	early := panetest.Snapshot(shop(), now)
	early.Facts[model.FactContainers] = model.FactState{Status: model.StatusLoading}
	b.SetSnapshot(early, now)
	for i, want := range []int{8, 1, 0, 0} {
		b.SetQuick(i)
		if shown, _ := b.Shown(); shown != want {
			t.Errorf("%q shows %d rows, want %d", b.Quick(), shown, want)
		}
	}
}

// A quick filter shows the same rows as the query that means it.
func TestQuickFiltersAreQueries(t *testing.T) {
	t.Parallel()
	inv := shop()
	for item, text := range []string{"", "dangling", "unused", "used"} {
		b := newHarness(t, inv, 120, 30)
		b.SetQuick(item)
		shown, _ := b.Shown()
		q, err := query.Parse(text)
		if err != nil {
			t.Fatal(err)
		}
		matcher, want := q.Compile(query.Env{Now: now, Inventory: inv}), 0
		for _, row := range inv.Rows() {
			if matcher.Match(&row) {
				want++
			}
		}
		if shown != want {
			t.Errorf("%q shows %d rows, the query %q %d", b.Quick(), shown, text, want)
		}
	}
}
