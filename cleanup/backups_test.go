package cleanup

import (
	"io"
	"strings"
	"testing"

	"jettison/model"
)

// cacheRecord is a thing that no backup holds.
type cacheRecord string

func (r cacheRecord) Target() model.Target { return model.Target{Kind: model.KindCache, ID: string(r)} }

func (r cacheRecord) Called() string { return string(r) }

// What is to be saved and no archive holds stays where it is; the rest is saved.
func TestWhatNoArchiveHoldsStays(t *testing.T) {
	t.Parallel()
	s := serviceIn(t.TempDir(), &fakeEngine{})
	plan := onePlan()
	plan.Steps = append(plan.Steps, model.Step{Action: model.ActionRemove, Thing: cacheRecord("data"), Ready: true})
	r := newRecord(nil, plan, "", "", noon)
	events, err := s.Backups.save(t.Context(), s.Engine, r, []model.Thing{plan.Steps[0].Thing, cacheRecord("data")}, func(model.BackupProgress) {})
	if err != nil {
		t.Fatal(err)
	}
	if len(events) != 1 || events[0].Step != 1 || events[0].State != model.StepSkipped || events[0].Refusal == nil {
		t.Errorf("the events are %+v", events)
	}
	if !r.plan.Steps[0].Ready || r.plan.Steps[1].Ready {
		t.Errorf("planned are %+v", r.plan.Steps)
	}
	if r.backup == nil || !r.backup.Has(plan.Steps[0].Thing.Target()) {
		t.Fatalf("saved is %+v", r.backup)
	}

	read := func(targets ...model.Target) error {
		return s.Backups.read(t.Context(), r.backup.Name, targets, io.Discard, func(int64, int64) {})
	}
	if err := read(plan.Steps[0].Thing.Target()); err != nil {
		t.Error(err)
	}
	if err := read(cacheRecord("data").Target()); err == nil || !strings.Contains(err.Error(), "no cache record such as data") {
		t.Errorf("a cache record is read: %v", err)
	}
}

// A plan that counts on a backup of what no archive holds loses that step.
func TestABackupOfWhatNoArchiveHoldsIsLost(t *testing.T) {
	t.Parallel()
	s := serviceIn(t.TempDir(), &fakeEngine{})
	plan := &model.Plan{Steps: []model.Step{{Action: model.ActionRemove, Thing: cacheRecord("data"), Ready: true, Backup: "older"}}}
	r := newRecord(nil, plan, "", "", noon)
	events, err := s.Backups.save(t.Context(), s.Engine, r, nil, func(model.BackupProgress) {})
	if err != nil || len(events) != 1 || r.plan.Steps[0].Ready {
		t.Errorf("%+v, %v", events, err)
	}
}

// A volume that the engine can't give stays where it is, and so does what waits for it; the rest is
// saved and goes. One that a person lets go without a backup goes.
func TestAVolumeThatIsNotSavedStays(t *testing.T) {
	t.Parallel()
	v := &model.Volume{Name: "data", Driver: "local", Size: 5}
	container := &model.Container{ID: "c1", Name: "db"}
	for name, c := range map[string]struct {
		chosen model.Remedies
		stays  bool
	}{"backed up": {0, true}, "without a backup": {model.Remedies(0).With(model.RemedyWithoutBackup), false}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := serviceIn(t.TempDir(), &fakeEngine{noVolume: &model.Problem{Kind: model.ProblemAnswer, Text: "no"}})
			plan := onePlan()
			plan.Steps = append(plan.Steps,
				model.Step{Action: model.ActionRemove, Thing: container, For: v, Ready: true},
				model.Step{Action: model.ActionRemove, Thing: v, Ready: true, Chosen: c.chosen, After: []int{1}})
			r := newRecord(nil, plan, "", "", noon)
			events, err := s.Backups.save(t.Context(), s.Engine, r, plan.BackUp(model.BackupAll), func(model.BackupProgress) {})
			if err != nil || (len(events) == 2) != c.stays || r.plan.Steps[1].Ready == c.stays || r.plan.Steps[2].Ready == c.stays || !r.plan.Steps[0].Ready {
				t.Errorf("%v: %+v, planned are %+v", err, events, r.plan.Steps)
			}
			if c.stays && events[1].Refusal.Kind != model.RefusalNotSaved {
				t.Errorf("refused for %+v", events[1].Refusal)
			}
			if r.backup == nil || !r.backup.Has(plan.Steps[0].Thing.Target()) || r.backup.Has(v.Target()) {
				t.Errorf("saved is %+v", r.backup)
			}
		})
	}
}
