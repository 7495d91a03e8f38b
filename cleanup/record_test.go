package cleanup

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"

	"jettison/model"
	"jettison/store"
)

// The engine begins once the journal knows of it; a run that was cancelled before
// begins cancelled.
func TestRunsAreRecorded(t *testing.T) {
	t.Parallel()
	engine := &fakeEngine{updates: succeeds()}
	s := serviceIn(t.TempDir(), engine)
	plan := onePlan()
	plan.Steps = append(plan.Steps, model.Step{Action: model.ActionRemove, Thing: plan.Steps[0].Thing}) // is not ready
	engine.began = func() {
		removals, err := s.Journal.Removals(nil)
		if err != nil || len(removals) != 1 || removals[0].Open() != 1 || removals[0].User != "ann" {
			t.Errorf("as it begins the journal has %+v, %v", removals, err)
		}
	}
	run := s.Remove(t.Context(), plan, Options{})
	run.Cancel()
	if _, warnings := finish(t, run); len(warnings) > 0 {
		t.Fatal(warnings)
	}
	removals, err := s.Journal.Removals(nil)
	if err != nil || len(removals) != 1 || removals[0].Done() != 1 || removals[0].Open() != 0 || !engine.job.canceled {
		t.Errorf("at the end the journal has %+v, %v; cancelled %t", removals, err, engine.job.canceled)
	}
	if !regexp.MustCompile(`^20261101-120000-[0-9a-f]{6}$`).MatchString(removals[0].Plan) {
		t.Errorf("the ID is %s", removals[0].Plan)
	}

	// A journal that can't be written is told once.
	s = serviceIn(t.TempDir(), &fakeEngine{updates: succeeds()})
	s.Journal = store.OpenJournal(t.TempDir())
	if p, warnings := finish(t, s.Remove(t.Context(), plan, Options{})); len(warnings) != 1 || p.Done != 1 {
		t.Errorf("warnings %q, %+v", warnings, p)
	}
}

// What the disk did not take is written once there is room, intents first.
func TestTheJournalCatchesUp(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "journal")
	if err := os.Mkdir(path, 0o700); err != nil { // in the way
		t.Fatal(err)
	}
	journal := store.OpenJournal(path)
	plan := onePlan()
	plan.Steps[0].Image().Size = model.Unknown
	r := newRecord(journal, plan, "", "", noon)
	if err := r.begin(); err == nil {
		t.Error("a journal that can't be written is not told")
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	update := model.JobUpdate{Events: []model.StepEvent{{State: model.StepDone}}, State: model.JobEnded}
	if err := r.note(update); err != nil {
		t.Fatal(err)
	}
	removals, err := journal.Removals(nil)
	if err != nil || len(removals) != 1 || removals[0].Done() != 1 || removals[0].Steps[0].Intent.Size != nil {
		t.Errorf("the journal has %+v, %v", removals, err)
	}
}

// The size of a platform is in the journal, and one that is not known is not 0.
func TestSizeOfAPlatform(t *testing.T) {
	t.Parallel()
	for unpacked, want := range map[int64]int64{5: 12, 0: 7, model.Unknown: model.Unknown} {
		platform := model.Manifest{Digest: "sha256:a2", Kind: model.ManifestPlatform, Platform: "linux/arm64", Available: true, Content: 7, Unpacked: unpacked}
		image := &model.Image{ID: "sha256:aa", Tags: []string{"app:1"}, Size: 99, Manifests: []model.Manifest{platform}}
		s := serviceIn(t.TempDir(), &fakeEngine{updates: succeeds()})
		finish(t, s.Remove(t.Context(), &model.Plan{
			Engine: model.Engine{Name: "test", ID: "1"}, Taken: noon(), Platforms: 1,
			Steps: []model.Step{{Action: model.ActionRemovePlatform, Thing: image, Platform: &platform, Ready: true}},
		}, Options{}))
		past, err := s.Removals(t.Context())
		if err != nil || len(past.Removals) != 1 || past.Removals[0].Steps[0].Size != want {
			t.Errorf("of %d unpacked bytes the journal has %+v, %v", unpacked, past, err)
		}
	}
}
