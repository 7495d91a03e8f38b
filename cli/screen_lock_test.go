package cli

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"jettison/cli/config"
	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/words"
	"jettison/store"
	"jettison/ui"
)

// ends runs a job to its end and returns all of its updates.
func ends(t *testing.T, job ui.Job) []model.JobUpdate {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	var updates []model.JobUpdate
	for {
		update, err := job.Next(ctx)
		if errors.Is(err, io.EOF) {
			return updates
		}
		if err != nil {
			t.Fatal(err)
		}
		updates = append(updates, update)
	}
}

// otherCleanup takes an engine's lock for another clean-up that starts at noon.
func otherCleanup(t *testing.T, env config.Env, engine model.Engine, what string) *store.Lock {
	t.Helper()
	folder, err := stateFolder(env)
	if err != nil {
		t.Fatal(err)
	}
	lock, err := store.AcquireLock(filepath.Join(folder, "locks"), engine.ID, store.Holder{Process: 7, What: what, Since: noon()})
	if err != nil {
		t.Fatal(err)
	}
	return lock
}

// The screen removes nothing while another clean-up holds the lock, and holds the lock itself
// while it removes.
func TestTheScreenTakesTheLock(t *testing.T) {
	t.Parallel()
	s := demoSession(t, &flags{demo: true, demoImages: 40, seed: 1})
	state := t.TempDir()
	s.Locks = locksOf(homeAt(state), func() time.Time { return noon().Add(time.Minute) })
	s.Journal = store.OpenJournal(filepath.Join(state, "journal"))
	inv := loaded(t, s).Inventory
	plan := model.NewPlan(inv, []model.Key{inv.Rows()[0].Key(), inv.Rows()[1].Key()}, nil)
	if model.NewProgress(plan, noon()).Total == 0 {
		t.Fatal("the plan does nothing")
	}

	other := otherCleanup(t, homeAt(state), plan.Engine, "policy nightly")
	progress := model.NewProgress(plan, noon())
	for _, update := range ends(t, s.Remove(t.Context(), plan, ui.Removal{})) {
		progress.Apply(update, noon())
	}
	const busy = "Another clean-up of this engine is under way: policy nightly, process 7, for 1m0s"
	if progress.State != model.JobEnded || progress.Skipped != progress.Total || progress.Problem == nil || words.ProblemLine(progress.Problem) != busy {
		t.Errorf("beside another clean-up: %+v, %v", progress, progress.Problem)
	}
	if removals, err := s.Journal.Removals(nil); err != nil || len(removals) != 0 {
		t.Errorf("the journal has %v, %v", removals, err)
	}
	if err := other.Release(noon()); err != nil {
		t.Fatal(err)
	}

	job := s.Remove(t.Context(), plan, ui.Removal{Policy: "nightly"})
	update, err := job.Next(t.Context())
	if err != nil || update.Warning != nil {
		t.Fatal(err, update.Warning)
	}
	if err := s.Locks.Check(plan.Engine); update.State != model.JobEnded && !strings.Contains(err.Error(), "policy nightly") {
		t.Errorf("while it removes, others hear %v", err)
	}
	progress = model.NewProgress(plan, noon())
	progress.Apply(update, noon())
	for _, update := range ends(t, job) {
		progress.Apply(update, noon())
	}
	if progress.Done != progress.Total {
		t.Errorf("alone, %d of %d steps are done", progress.Done, progress.Total)
	}
	if err := s.Locks.Check(plan.Engine); err != nil {
		t.Errorf("it is not let go of: %v", err)
	}
}

// No lock is held during a confirmation. A confirmed plan is executed only if no other
// clean-up ran in the meantime.
func TestNobodyCleansUpWhileAPersonThinks(t *testing.T) {
	t.Parallel()
	b := newHarness(t, shop(), sim.Options{})
	b.call.asks = true
	others := locksOf(b.call.env, b.call.now)
	engine := model.Engine{ID: "embedded"}
	answers := func(meanwhile func()) io.Reader {
		return readerFunc(func(p []byte) (int, error) {
			meanwhile()
			return copy(p, "y\n"), io.EOF
		})
	}

	b.call.in = answers(func() {
		if err := others.Check(engine); err != nil {
			t.Errorf("the question holds others up: %v", err)
		}
		lock := otherCleanup(t, b.call.env, engine, "policy nightly")
		if err := lock.Release(noon().Add(time.Second)); err != nil {
			t.Fatal(err)
		}
	})
	r := b.run("rm", "ref:acme/api:1.0")
	if r.code != CodeRefused || !b.has("acme/api:1.0") || !strings.Contains(r.errs, "a clean-up of this engine ran since the plan was made.\nRun it again") {
		t.Errorf("after another clean-up: code %d\n%s", r.code, r.errs)
	}

	b.call.now = func() time.Time { return noon().Add(time.Minute) }
	lock := otherCleanup(t, b.call.env, engine, "policy nightly")
	b.call.in = answers(func() { t.Error("a person was asked in vain") })
	if r := b.run("rm", "ref:acme/api:1.0"); r.code != CodeRefused || !strings.Contains(r.errs, "is under way: policy nightly") {
		t.Errorf("beside another clean-up: code %d\n%s", r.code, r.errs)
	}
	if err := lock.Release(noon().Add(-time.Hour)); err != nil {
		t.Fatal(err)
	}
	b.call.in = answers(func() {})
	if b.succeeds("rm", "ref:acme/api:1.0"); b.has("acme/api:1.0") {
		t.Error("alone it removes nothing")
	}
}

// readerFunc is an io.Reader that calls a function.
type readerFunc func(p []byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }
