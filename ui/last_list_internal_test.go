package ui

import (
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"jettison/model"
)

func listed(letter, tag string, size int64, at time.Time) *model.Image {
	return &model.Image{ID: model.ImageID("sha256:" + strings.Repeat(letter, 64)), Tags: []string{tag}, Created: at, Size: size * 1e6, SharedSize: model.Unknown}
}

// listing is a screen whose engine still lists its images.
func listing(t *testing.T) (r *reopening, at time.Time) {
	t.Helper()
	at = time.Date(2026, 11, 1, 12, 0, 0, 0, time.Local)
	m := New(t.Context(), Options{NoColor: true, Now: func() time.Time { return at }})
	r = &reopening{Model: m, t: t, first: newWatchedSession()}
	r.send(tea.WindowSizeMsg{Width: 120, Height: 30})
	r.send(sessionOpenedMsg{generation: m.generation, session: r.first})
	last := &model.LastList{
		At: at.Add(-3 * time.Hour), Took: 18 * time.Second,
		Images: []*model.Image{listed("a", "app:1", 3, at), listed("b", "app:2", 2, at), listed("c", "app:3", 1, at)},
	}
	snapshot := model.Snapshot{Inventory: emptyInventory(), Link: model.LinkLive, Last: last}
	snapshot.Facts[model.FactImages].Status = model.StatusLoading
	r.send(snapshotArrivedMsg{generation: m.generation, snapshot: snapshot})
	return r, at
}

// fresh is the list of the engine: one image is gone, and two came that sort first.
func fresh(at time.Time) model.Snapshot {
	images := []*model.Image{
		listed("b", "app:2", 2, at), listed("c", "app:3", 1, at), listed("d", "aaa:1", 9, at), listed("e", "aaa:2", 9, at),
	}
	snapshot := model.Snapshot{Inventory: model.NewInventory(model.Engine{}, at, images, nil, nil), Link: model.LinkLive}
	for fact := range snapshot.Facts {
		snapshot.Facts[fact] = model.FactState{Status: model.StatusReady, At: at}
	}
	return snapshot
}

// The list of an earlier run can be looked at and marked, says of when it is, and plans
// nothing. The fresh one replaces it under the cursor.
func TestLastListOnTheScreen(t *testing.T) {
	t.Parallel()
	r, at := listing(t)
	for _, text := range []string{"app", "as of 09:00, listing… took 18s last time"} {
		if !strings.Contains(r.sees(), text) {
			t.Errorf("no %q on\n%s", text, r.sees())
		}
	}
	r.types("  ") // marks app:1 and app:2, and goes to app:3
	if r.marks.Len() != 2 {
		t.Errorf("%d are marked", r.marks.Len())
	}
	r.types("d")
	if r.plan() != nil || !strings.Contains(r.sees(), "A plan has to wait: the engine has not listed its images yet.") {
		t.Errorf("a plan:\n%s", r.sees())
	}
	if len(r.snapshot.Inventory.Rows()) > 0 {
		t.Error("the list became the inventory")
	}
	r.send(snapshotArrivedMsg{generation: r.generation, snapshot: fresh(at)})
	if row, ok := r.images.Current(); !ok || row.Ref != "app:3" {
		t.Errorf("the cursor is on %v", row)
	}
	if r.marks.Len() != 1 || !strings.Contains(r.sees(), "1 mark ended") || strings.Contains(r.sees(), "as of") {
		t.Errorf("%d are marked on\n%s", r.marks.Len(), r.sees())
	}
	r.types("d")
	if r.plan() == nil {
		t.Errorf("no plan:\n%s", r.sees())
	}
}

// Nothing but the list is known of its images, whatever else is loaded by now: what uses them
// is not known, and a failure to list them anew is not called listing.
func TestLastListKnowsNoUsers(t *testing.T) {
	t.Parallel()
	r, at := listing(t)
	snapshot := r.snapshot
	snapshot.Facts[model.FactImages] = model.FactState{Status: model.StatusFailed, Problem: &model.Problem{Text: "The engine is tired"}}
	snapshot.Facts[model.FactContainers] = model.FactState{Status: model.StatusReady, At: at}
	r.send(snapshotArrivedMsg{generation: r.generation, snapshot: snapshot})
	for text, want := range map[string]bool{
		"as of 09:00": true, "listing…": false, " unused": false, "nothing blocks it": false, "what uses it is not known yet": true,
	} {
		if strings.Contains(r.sees(), text) != want {
			t.Errorf("%q, want it %t on\n%s", text, want, r.sees())
		}
	}
	snapshot.Link, snapshot.StaleFrom = model.LinkStale, at
	r.send(snapshotArrivedMsg{generation: r.generation, snapshot: snapshot})
	if !strings.Contains(r.sees(), "as of 09:00, stale since 12:00:00") {
		t.Errorf("it does not say of when the list is:\n%s", r.sees())
	}
}

// A pin that comes meanwhile leaves the marks alone.
func TestMarksOnLastListOutlivePins(t *testing.T) {
	t.Parallel()
	r, _ := listing(t)
	r.types(" ")
	r.types("jp") // pins another row
	if r.marks.Len() != 1 {
		t.Errorf("%d are marked on\n%s", r.marks.Len(), r.sees())
	}
}
