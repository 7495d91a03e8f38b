package cleanup

import (
	"testing"

	"jettison/model"
	"jettison/store"
)

// When the program is killed while it removes a record of the build cache, the next start
// finds out how that ended. It does not come back.
func TestAKilledRemovalOfACacheRecordIsResolved(t *testing.T) {
	t.Parallel()
	record := &model.CacheRecord{ID: "r1", Description: "[2/2] RUN npm ci", Size: 7}
	for name, c := range map[string]struct {
		has  []*model.CacheRecord
		want model.StepState
	}{
		"it was gone by then":     {nil, model.StepGone},
		"it was still there then": {[]*model.CacheRecord{record}, model.StepCanceled},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := t.TempDir()
			plan := &model.Plan{
				Engine: model.Engine{Name: "test", ID: "1", Store: model.StoreGraph}, Taken: noon(),
				Steps: []model.Step{{Action: model.ActionRemove, Thing: record, Ready: true}},
			}
			killed := serviceIn(folder, &fakeEngine{updates: []model.JobUpdate{{Events: []model.StepEvent{{State: model.StepRunning}}}}}).
				Remove(t.Context(), plan, Options{Rule: "by hand"})
			if _, err := killed.Next(t.Context()); err != nil {
				t.Fatal(err)
			}
			if err := killed.lock.Release(noon()); err != nil { // as the system does when a program is killed
				t.Fatal(err)
			}
			s := serviceIn(folder, &fakeEngine{has: []*model.Image{}, cached: c.has})
			if steps, err := s.Resolve(t.Context(), plan.Engine); steps != 1 || err != nil {
				t.Errorf("resolved %d steps, %v", steps, err)
			}
			removals, err := s.Journal.Removals(func(bad store.BadLine) { t.Error(bad) })
			if err != nil || len(removals) != 1 || len(removals[0].Steps) != 1 {
				t.Fatalf("the journal has %+v, %v", removals, err)
			}
			intent := removals[0].Steps[0].Intent
			if outcome := removals[0].Steps[0].Outcome; !outcome.In(c.want) || intent.Name != "RUN npm ci" || intent.Bytes() != 7 {
				t.Errorf("%+v ended as %+v", intent, outcome)
			}
			inv := model.NewInventory(plan.Engine, noon(), nil, nil, &model.Usage{Cache: c.has})
			if back := model.PlanRestore(inv, Removed(&removals[0]), model.Backups{}); back.Doable() != 0 || back.Impossible() != len(back.Steps) {
				t.Errorf("the way back is %+v", back)
			}
		})
	}
}
