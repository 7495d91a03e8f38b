package cli

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/store"
	"jettison/ui"
)

// What commands remove is in the journal: what, by what rule, how it ended, and how
// it could be had again.
func TestRemovalsAreWrittenDown(t *testing.T) {
	t.Parallel()
	b := newBench(t, shop(), sim.Options{})
	b.succeeds("rm", "--dry-run", "repo:acme/api", "age>10d")
	if got := b.succeeds("journal"); len(strings.Split(strings.TrimSpace(got), "\n")) != 1 {
		t.Errorf("after a dry run it has\n%s", got)
	}
	b.succeeds("rm", "--yes", "repo:acme/api", "age>10d", "or", "tag:dev", "or", "stopped")
	config := configFile(t, "[policy.old]\nremove = 'repo:legacy'\n")
	b.succeeds("--config", config, "policy", "run", "old", "--yes")

	list := b.succeeds("journal")
	lines := strings.Split(strings.TrimSpace(list), "\n")
	if len(lines) != 3 || !strings.Contains(lines[1], "policy old") || !strings.Contains(lines[1], "2 of 2") ||
		!strings.Contains(lines[2], "rm repo:acme/api age>10d or tag:dev or stopped") || !strings.Contains(lines[2], "3 of 3") {
		t.Fatalf("the journal has\n%s", list)
	}
	id := strings.Fields(lines[2])[0]
	got := b.succeeds("journal", id)
	want := `
STEP     WHAT           IMAGE ID     SIZE   STATE   AGAIN
delete   acme/api:1.0   ID         130 MB   done    only-copy
delete   acme/api:1.1   ID         131 MB   done    only-copy
untag    acme/api:dev   ID         132 MB   done
`
	if !sameTable(got, want) {
		t.Errorf("the steps are\n%s", got)
	}
	var first store.JournalLine
	decoder := json.NewDecoder(strings.NewReader(b.succeeds("journal", "--json", id)))
	if err := decoder.Decode(&first); err != nil || first.Event != store.JournalIntent || first.Plan != id || first.Size != 130e6 || first.Engine.Name != "test" {
		t.Errorf("the first line is %+v, %v", first, err)
	}
	var second store.JournalLine
	if err := decoder.Decode(&second); err != nil || second.Event != store.JournalOutcome || len(second.Deleted) != 1 || second.Deleted[0] != first.Image {
		t.Errorf("the second line is %+v, %v", second, err)
	}
	if r := b.run("journal", id+"x"); r.code != CodeUsage || !strings.Contains(r.errs, "Did you mean "+id+"?") {
		t.Errorf("code %d\n%s", r.code, r.errs)
	}
}

// Before the first request that changes something all intents are on the disk, and
// bad lines are told and passed over.
func TestIntentsComeFirst(t *testing.T) {
	t.Parallel()
	b := newBench(t, shop(), sim.Options{})
	folder, err := stateFolder(b.around.env)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "journal")
	hang := b.engine.Inject(sim.Fault{Match: sim.Match{Method: "DELETE", Path: "/images/*"}, Kind: sim.FaultHang})
	done := make(chan struct{})
	go func() {
		defer close(done)
		b.succeeds("rm", "--yes", "repo:acme/api", "age>10d")
	}()
	for hang.Hits() == 0 {
		runtime.Gosched()
	}
	text, err := os.ReadFile(file)
	if intents := strings.Count(string(text), `"event":"intent"`); err != nil || intents != 2 {
		t.Errorf("%d intents were written before the first request, %v", intents, err)
	}
	hang.Release()
	<-done
	text, err = os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte("what?\n"+string(text[:len(text)-20])), 0o600); err != nil {
		t.Fatal(err)
	}
	r := b.run("journal")
	if r.code != CodeDone || !strings.Contains(r.errs, "passed over "+file+":1: ") || !strings.Contains(r.errs, file+":5: ") || !strings.Contains(r.out, "1 of 2, 1 not known") {
		t.Errorf("code %d\n%s%s", r.code, r.errs, r.out)
	}
}

// A disk that takes no journal can still be freed, and a person hears of it.
func TestRemovalWithoutAJournal(t *testing.T) {
	t.Parallel()
	b := newBench(t, shop(), sim.Options{})
	folder, err := stateFolder(b.around.env)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Join(folder, "journal"), 0o700); err != nil { // where the file should be
		t.Fatal(err)
	}
	r := b.run("rm", "--yes", "repo:acme/api", "age>10d")
	if r.code != CodeDone || strings.Count(r.errs, "The journal does not know all of this removal") != 1 || !strings.Contains(r.out, "2 images deleted") {
		t.Errorf("code %d\n%s%s", r.code, r.errs, r.out)
	}
}

// scriptedJob is a job of the screen that goes as it was told.
type scriptedJob struct {
	updates  []model.JobUpdate
	canceled bool
}

func (j *scriptedJob) Next(context.Context) (model.JobUpdate, error) {
	if len(j.updates) == 0 {
		return model.JobUpdate{}, io.EOF
	}
	update := j.updates[0]
	j.updates = j.updates[1:]
	return update, nil
}

func (j *scriptedJob) Cancel() { j.canceled = true }

// The screen's jobs begin once the journal knows of them; one that was cancelled
// before begins cancelled.
func TestJobsOfTheScreenAreWrittenDown(t *testing.T) {
	t.Parallel()
	journal := store.OpenJournal(filepath.Join(t.TempDir(), "journal"))
	image := &model.Image{ID: "sha256:aa", Tags: []string{"app:1"}, Size: 7}
	plan := &model.Plan{Engine: model.Engine{Name: "test"}, Steps: []model.Step{
		{Kind: model.StepDelete, Image: image, Refs: image.Tags, Ready: true}, {Kind: model.StepDelete, Image: image},
	}}
	inner := &scriptedJob{updates: []model.JobUpdate{
		{Events: []model.StepEvent{{Step: 0, State: model.StepRunning}}},
		{Events: []model.StepEvent{{Step: 0, State: model.StepDone, At: noon()}}, State: model.JobEnded},
	}}
	job := &recordedJob{record: newRecord(journal, plan, "", "ann", noon), start: func() ui.Job {
		removals, err := journal.Removals(nil)
		if err != nil || len(removals) != 1 || removals[0].Open() != 1 || removals[0].User != "ann" {
			t.Errorf("as it begins the journal has %+v, %v", removals, err)
		}
		return inner
	}}
	job.Cancel()
	for {
		update, err := job.Next(t.Context())
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil || update.Warning != "" {
			t.Fatal(err, update.Warning)
		}
	}
	removals, err := journal.Removals(nil)
	if err != nil || len(removals) != 1 || removals[0].Done() != 1 || removals[0].Open() != 0 || !inner.canceled {
		t.Errorf("at the end the journal has %+v, %v; cancelled %t", removals, err, inner.canceled)
	}
	if !regexp.MustCompile(`^20261101-120000-[0-9a-f]{6}$`).MatchString(removals[0].Plan) {
		t.Errorf("the ID is %s", removals[0].Plan)
	}

	// A journal that can't be written is told once.
	broken := store.OpenJournal(t.TempDir())
	job = &recordedJob{record: newRecord(broken, plan, "", "", noon), start: func() ui.Job {
		return &scriptedJob{updates: []model.JobUpdate{{}, {Events: []model.StepEvent{{State: model.StepDone}}, State: model.JobEnded}}}
	}}
	var warnings []string
	for range 2 {
		update, err := job.Next(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		warnings = append(warnings, update.Warning)
	}
	if warnings[0] == "" || warnings[1] != "" {
		t.Errorf("warnings %q", warnings)
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
	image := &model.Image{ID: "sha256:aa", Tags: []string{"app:1"}, Size: model.Unknown}
	r := newRecord(journal, &model.Plan{Steps: []model.Step{{Image: image, Refs: image.Tags, Kind: model.StepDelete, Ready: true}}}, "", "", noon)
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
	if err != nil || len(removals) != 1 || removals[0].Done() != 1 || removals[0].Steps[0].Intent.Size != 0 {
		t.Errorf("the journal has %+v, %v", removals, err)
	}
}
