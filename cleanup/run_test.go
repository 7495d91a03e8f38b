package cleanup

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"jettison/model"
	"jettison/model/words"
	"jettison/store"
)

// serviceIn is a service with everything in one folder.
func serviceIn(folder string, engine Engine) *Service {
	return &Service{
		Engine: engine, Locks: NewLocks(filepath.Join(folder, "locks"), nil, noon), Journal: store.OpenJournal(filepath.Join(folder, "journal")),
		Backups: Backups{filepath.Join(folder, "backups"), func(string) int64 { return model.Unknown }, noon}, User: "ann", Now: noon,
	}
}

// hold takes the lock of the plan's engine for another clean-up.
func (s *Service) hold(t *testing.T, what string) *store.Lock {
	t.Helper()
	lock, err := s.Locks.acquire(t.Context(), onePlan().Engine, what)
	if err != nil {
		t.Fatal(err)
	}
	return lock
}

// Nothing is tried, and nothing is written down, while another clean-up has the engine.
func TestARunDuringAnotherCleanup(t *testing.T) {
	t.Parallel()
	engine := &fakeEngine{updates: succeeds()}
	s := serviceIn(t.TempDir(), engine)
	other := s.hold(t, "policy nightly")
	s.Locks.now = func() time.Time { return noon().Add(time.Minute) }
	run := s.Remove(t.Context(), onePlan(), Options{Rule: "rm unused"})
	progress, _ := finish(t, run)
	const busy = "Another clean-up of this engine is under way: policy nightly, process "
	if progress.State != model.JobEnded || progress.Skipped != 1 || progress.Problem == nil ||
		!strings.HasPrefix(words.ProblemLine(progress.Problem), busy) || !strings.HasSuffix(words.ProblemLine(progress.Problem), " for 1m0s") {
		t.Errorf("%+v, %v", progress, progress.Problem)
	}
	if busy, ok := errors.AsType[*BusyError](run.Err()); !ok || busy.Holder.What != "policy nightly" {
		t.Errorf("the error is %v", run.Err())
	}
	if removals, err := s.Journal.Removals(nil); err != nil || len(removals) != 0 || engine.plan != nil {
		t.Errorf("the journal has %v, %v", removals, err)
	}
	s.Locks.release(other)
}

// A run keeps others off for as long as it takes, whether it ends or is abandoned.
func TestARunHoldsTheLock(t *testing.T) {
	t.Parallel()
	for _, updates := range [][]model.JobUpdate{succeeds(), nil} { // the other ends without saying so
		engine := &fakeEngine{updates: updates}
		s := serviceIn(t.TempDir(), engine)
		engine.began = func() {
			if err := s.Locks.Check(onePlan().Engine); err == nil || !strings.Contains(err.Error(), "rm unused") {
				t.Errorf("while it removes, others hear %v", err)
			}
		}
		run := s.Remove(t.Context(), onePlan(), Options{Rule: "rm unused"})
		if finish(t, run); run.Err() != nil || engine.plan == nil {
			t.Errorf("the error is %v", run.Err())
		}
		if err := s.Locks.Check(onePlan().Engine); err != nil {
			t.Errorf("it is not let go of: %v", err)
		}
	}
}

// A plan is stale when another clean-up ended after what the plan knows.
func TestAStalePlanIsRefused(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		ended, asOf time.Time
		stale       bool
	}{
		"ended before":                     {noon().Add(-time.Second), time.Time{}, false},
		"ended since":                      {noon().Add(time.Second), time.Time{}, true},
		"ended since, but the plan knows":  {noon().Add(time.Second), noon().Add(time.Minute), false},
		"ended after what the plan knows":  {noon().Add(time.Hour), noon().Add(time.Minute), true},
		"nobody has cleaned up yet at all": {time.Time{}, time.Time{}, false},
	} {
		engine := &fakeEngine{updates: succeeds()}
		s := serviceIn(t.TempDir(), engine)
		if !c.ended.IsZero() {
			if err := s.hold(t, "policy nightly").Release(c.ended); err != nil {
				t.Fatal(err)
			}
		}
		run := s.Remove(t.Context(), onePlan(), Options{Rule: "rm unused", AsOf: c.asOf})
		progress, _ := finish(t, run)
		_, stale := errors.AsType[*StaleError](run.Err())
		if stale != c.stale || stale != (engine.plan == nil) || (progress.Skipped == 1) != stale {
			t.Errorf("%s: stale %t, %+v", name, stale, progress)
		}
		if !stale {
			continue
		}
		if p := progress.Problem; p == nil || p.Kind != model.ProblemStale || p.Reason != model.ReasonStale {
			t.Errorf("%s: the problem is %+v", name, p)
		}
		if removals, err := s.Journal.Removals(nil); err != nil || len(removals) != 0 {
			t.Errorf("%s: the journal has %v, %v", name, removals, err)
		}
		// A plan of now is carried out: the refusal did not count as a clean-up.
		again := s.Remove(t.Context(), onePlan(), Options{AsOf: c.ended.Add(time.Nanosecond)})
		if finish(t, again); again.Err() != nil {
			t.Errorf("%s: a new plan: %v", name, again.Err())
		}
	}
}

// A clean-up that ended while the clock was ahead makes one plan stale, not all of
// them until then.
func TestAClockThatWasAheadRefusesOnePlan(t *testing.T) {
	t.Parallel()
	s := serviceIn(t.TempDir(), &fakeEngine{updates: succeeds()})
	if err := s.hold(t, "policy nightly").Release(noon().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	for try, stale := range []bool{true, false} {
		run := s.Remove(t.Context(), onePlan(), Options{AsOf: noon().Add(time.Second)})
		finish(t, run)
		if _, is := errors.AsType[*StaleError](run.Err()); is != stale {
			t.Errorf("try %d: %v", try, run.Err())
		}
	}
}

// A run that is abandoned before it began leaves no lock behind.
func TestARunThatNeverBeganReleasesTheLock(t *testing.T) {
	t.Parallel()
	s := serviceIn(t.TempDir(), &fakeEngine{updates: succeeds()})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Remove(t.Context(), onePlan(), Options{}).Next(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("the error is %v", err)
	}
	if err := s.Locks.Check(onePlan().Engine); err != nil {
		t.Errorf("it is not let go of: %v", err)
	}
	if lock := s.hold(t, "a look"); lock.Last.After(time.Unix(0, 0)) {
		t.Errorf("a clean-up ended at %s", lock.Last)
	}
}

// Without a place for locks a run goes on, and warns once.
func TestARunWithoutALock(t *testing.T) {
	t.Parallel()
	s := serviceIn(t.TempDir(), &fakeEngine{updates: succeeds()})
	s.Locks = NewLocks("", errors.New("HOME is not set"), noon)
	progress, warnings := finish(t, s.Remove(t.Context(), onePlan(), Options{}))
	if want := []string{"HOME is not set"}; !slices.Equal(warnings, want) || progress.Done != 1 {
		t.Errorf("it warns of %q, and did %d", warnings, progress.Done)
	}
}

func TestImagesAreSavedFirst(t *testing.T) {
	t.Parallel()
	saved := false
	engine := &fakeEngine{updates: succeeds(), saving: func(context.Context) error { saved = true; return nil }}
	engine.began = func() {
		if !saved {
			t.Error("the removal began before")
		}
	}
	s := serviceIn(t.TempDir(), engine)
	run := s.Remove(t.Context(), onePlan(), Options{Backup: model.BackupAll})
	p, _ := finish(t, run)
	if p.Done != 1 || p.Backup == nil || !p.Backup.Ended || run.Saved() == nil || filepath.Dir(run.SavedIn()) != s.Backups.Folder {
		t.Errorf("%+v, saved %v in %s", p, run.Saved(), run.SavedIn())
	}
	if removals, err := s.Journal.Removals(nil); err != nil || len(removals) != 1 || removals[0].Steps[0].Intent.Backup != run.Saved().Name {
		t.Errorf("the journal has %+v, %v", removals, err)
	}
}

// A backup ends once, with its result, however slowly its progress is followed.
func TestABackupEndsOnce(t *testing.T) {
	t.Parallel()
	s := serviceIn(t.TempDir(), &fakeEngine{updates: succeeds(), saving: func(context.Context) error { return nil }})
	run := s.Remove(t.Context(), onePlan(), Options{Backup: model.BackupAll})
	ended := 0
	for {
		update, err := run.Next(t.Context())
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if update.Backup != nil && update.Backup.Ended {
			ended++
		}
		if ended == 0 && run.backup != nil {
			for len(run.backup.done) == 0 && len(run.backup.wake) == 0 {
				time.Sleep(time.Millisecond) // both are there when it is asked next
			}
		}
	}
	if ended != 1 {
		t.Errorf("it ended %d times", ended)
	}
}

func TestNothingIsRemovedWhenTheBackupFails(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		wrong  error
		free   int64
		noRoom bool
	}{
		"the engine": {io.ErrUnexpectedEOF, model.Unknown, false},
		"no room":    {nil, 1, true},
	} {
		engine := &fakeEngine{updates: succeeds(), saving: func(context.Context) error { return c.wrong }}
		s := serviceIn(t.TempDir(), engine)
		s.Backups.Free = func(string) int64 { return c.free }
		run := s.Remove(t.Context(), onePlan(), Options{Backup: model.BackupAll})
		p, _ := finish(t, run)
		if engine.plan != nil || p.Skipped != 1 || p.State != model.JobEnded || p.Problem == nil || p.Step(0).Refusal == nil {
			t.Errorf("%s: %+v", name, p)
		}
		if _, ok := errors.AsType[*model.Problem](run.Err()); !ok || c.noRoom != (p.Problem.Reason == model.ReasonBackupRoom) {
			t.Errorf("%s: %v, the reason is %d", name, run.Err(), p.Problem.Reason)
		}
		if left, _ := os.ReadDir(s.Backups.Folder); len(left) > 0 {
			t.Errorf("%s: left are %v", name, left)
		}
	}
}

func TestABackupIsCancelled(t *testing.T) {
	t.Parallel()
	began := make(chan struct{})
	engine := &fakeEngine{updates: succeeds(), saving: func(ctx context.Context) error {
		close(began)
		<-ctx.Done()
		return ctx.Err()
	}}
	run := serviceIn(t.TempDir(), engine).Remove(t.Context(), onePlan(), Options{Backup: model.BackupAll})
	canceled := make(chan struct{})
	go func() {
		defer close(canceled)
		<-began
		run.Cancel()
	}()
	p, _ := finish(t, run)
	<-canceled
	if engine.plan != nil || p.Canceled != 1 || p.Problem != nil || !errors.Is(run.Err(), context.Canceled) {
		t.Errorf("%+v, %v", p, run.Err())
	}
	// Before it began, too.
	early := serviceIn(t.TempDir(), &fakeEngine{}).Remove(t.Context(), onePlan(), Options{Backup: model.BackupAll})
	early.Cancel()
	if p, _ := finish(t, early); p.Canceled != 1 {
		t.Errorf("%+v", p)
	}
}

// Who stops following while images are saved finds nothing of the backup afterwards.
func TestAnAbandonedBackupLeavesNothing(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	engine := &fakeEngine{saving: func(saving context.Context) error {
		cancel()
		<-saving.Done()
		return saving.Err()
	}}
	s := serviceIn(t.TempDir(), engine)
	run := s.Remove(t.Context(), onePlan(), Options{Backup: model.BackupAll})
	for err := error(nil); !errors.Is(err, context.Canceled); {
		if _, err = run.Next(ctx); err != nil && !errors.Is(err, context.Canceled) {
			t.Fatal(err)
		}
	}
	if left, _ := os.ReadDir(s.Backups.Folder); len(left) > 0 || engine.plan != nil {
		t.Errorf("left are %v", left)
	}
	if err := s.Locks.Check(onePlan().Engine); err != nil {
		t.Errorf("the lock is not let go of: %v", err)
	}
}
