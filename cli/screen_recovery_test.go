package cli

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jettison/cleanup"
	"jettison/model"
	"jettison/model/words"
	"jettison/store"
	"jettison/ui"
)

// bringBack runs a restoration to its end.
func bringBack(t *testing.T, s *session, removal string, plan *model.RestorePlan) (*model.Restoration, []string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	r := model.NewRestoration(removal, plan, noon())
	var warnings []string
	for job := s.Restore(ctx, removal, plan); ; {
		update, err := job.Next(ctx)
		if errors.Is(err, io.EOF) {
			return r, warnings
		}
		if err != nil {
			t.Fatal(err)
		}
		r.Apply(update, noon())
		if update.Warning != nil {
			warnings = append(warnings, words.Warning(update.Warning))
		}
	}
}

// until waits for an inventory that satisfies is.
func until(t *testing.T, s *session, is func(*model.Inventory) bool) *model.Inventory {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	for {
		snapshot, err := s.Next(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if is(snapshot.Inventory) {
			return snapshot.Inventory
		}
	}
}

// The screen finds its removals in the journal and restores them, unless another clean-up
// holds the lock. Unreadable lines and terminal control sequences don't prevent that.
func TestTheScreenTakesARemovalBack(t *testing.T) {
	t.Parallel()
	s := demoSession(t, &flags{demo: true, demoImages: 40, seed: 1})
	state := homeAt(t.TempDir())
	s.Locks = locksOf(state, noon)
	inv := loaded(t, s).Inventory
	var keys []model.Key
	for _, row := range inv.Rows() {
		if len(keys) < 5 {
			keys = append(keys, row.Key())
		}
	}
	plan := model.NewPlan(inv, keys, nil)
	progress := model.NewProgress(plan, noon())
	for _, update := range ends(t, s.Remove(t.Context(), plan, ui.Removal{Policy: "nightly", Backup: model.BackupOnlyCopies})) {
		progress.Apply(update, noon())
	}
	if progress.Done == 0 || progress.Done != progress.TakeBack(plan.BackUp(model.BackupOnlyCopies)).Steps {
		t.Fatalf("%+v", progress)
	}
	removals, err := s.Journal.Removals(nil)
	if err != nil || len(removals) != 1 {
		t.Fatal(removals, err)
	}
	spoil(t, s)

	past, err := s.Removals(t.Context())
	if err != nil || len(past.Removals) != 2 {
		t.Fatal(past, err)
	}
	removal := past.Removals[1] // what spoil wrote came later, whatever its time
	if words.Rule(removal.Rule) != "policy nightly" || len(removal.Steps) != progress.Done || len(past.Backups) == 0 || !removal.Engine.Same(inv.Engine) {
		t.Errorf("%+v", removal)
	}
	if old := past.Removals[0]; len(past.Unread) != 1 || past.Unread[0].Kind != model.WarnJournalUnread || past.Unread[0].Count != 1 || strings.Contains(old.Steps[0].Name+old.Steps[0].Refs[0], "\x1b") || old.Engine.Same(inv.Engine) {
		t.Errorf("%+v, %+v", past.Unread, old)
	}
	now := until(t, s, func(inv *model.Inventory) bool {
		_, there := inv.Image(removal.Steps[0].Image())
		return !there
	})
	back := removal.Plan(now, past.Backups)

	other := otherCleanup(t, state, inv.Engine, "policy nightly")
	if r, _ := bringBack(t, s, removal.ID, back); r.Problem == nil || r.Failed != r.Total || !strings.Contains(words.Restoration(r), "Nothing was brought back. Another clean-up") {
		t.Errorf("beside a clean-up: %s", words.Restoration(r))
	}
	if err := other.Release(noon().Add(-day)); err != nil {
		t.Fatal(err)
	}
	r, warnings := bringBack(t, s, removal.ID, back)
	if r.Total == 0 || r.Done != r.Total || r.Problems() > 0 || len(warnings) > 0 {
		t.Errorf("%s %q", words.Restoration(r), warnings)
	}
	if past, err = s.Removals(t.Context()); err != nil || past.Removals[1].Restored() != r.Done {
		t.Errorf("the journal has %d of %d steps as taken back, %v", past.Removals[1].Restored(), r.Done, err)
	}
	if err := s.Locks.Check(inv.Engine); err != nil {
		t.Errorf("it is not let go of: %v", err)
	}
}

// spoil adds a removal of another engine with hostile texts, and a truncated line.
func spoil(t *testing.T, s *session) {
	t.Helper()
	path := filepath.Join(filepath.Dir(s.Backups.Folder), "journal")
	err := store.OpenJournal(path).Append(store.JournalLine{
		Event: store.JournalIntent, At: time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), Plan: "old", Action: "delete", Image: "sha256:1",
		Name: "a\x1b[2J", References: []string{"a\x1b[2J:1"}, Engine: &store.JournalEngine{Name: "else", Host: "unix:///else.sock", ID: "other"},
	})
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close() //nolint:errcheck // a lost write fails the test below
	if _, err = file.WriteString("half a li\n"); err != nil {
		t.Fatal(err)
	}
}

func TestNoPlaceForAJournal(t *testing.T) {
	t.Parallel()
	s := &session{Session: &cleanup.Session{Service: &cleanup.Service{}}}
	if past, err := s.Removals(t.Context()); past != nil || err == nil || s.Journaled() {
		t.Errorf("%v, %v", past, err)
	}
}
