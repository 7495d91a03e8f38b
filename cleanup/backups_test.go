package cleanup

import (
	"io"
	"strings"
	"testing"

	"jettison/model"
)

// volume is a thing that no backup holds.
type volume string

func (v volume) Target() model.Target { return model.Target{Kind: model.KindVolume, ID: string(v)} }

func (v volume) Called() string { return string(v) }

// What is to be saved and no archive holds stays where it is; the rest is saved.
func TestWhatNoArchiveHoldsStays(t *testing.T) {
	t.Parallel()
	s := serviceIn(t.TempDir(), &fakeEngine{})
	plan := onePlan()
	plan.Steps = append(plan.Steps, model.Step{Action: model.ActionRemove, Thing: volume("data"), Ready: true})
	r := newRecord(nil, plan, "", "", noon)
	events, err := s.Backups.save(t.Context(), s.Engine, r, []model.Thing{plan.Steps[0].Thing, volume("data")}, func(model.BackupProgress) {})
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
	if err := read(volume("data").Target()); err == nil || !strings.Contains(err.Error(), "no volume such as data") {
		t.Errorf("a volume is read: %v", err)
	}
}

// A plan that counts on a backup of what no archive holds loses that step.
func TestABackupOfWhatNoArchiveHoldsIsLost(t *testing.T) {
	t.Parallel()
	s := serviceIn(t.TempDir(), &fakeEngine{})
	plan := &model.Plan{Steps: []model.Step{{Action: model.ActionRemove, Thing: volume("data"), Ready: true, Backup: "older"}}}
	r := newRecord(nil, plan, "", "", noon)
	events, err := s.Backups.save(t.Context(), s.Engine, r, nil, func(model.BackupProgress) {})
	if err != nil || len(events) != 1 || r.plan.Steps[0].Ready {
		t.Errorf("%+v, %v", events, err)
	}
}
