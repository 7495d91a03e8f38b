package model_test

import (
	"testing"
	"time"

	"jettison/model"
)

// harbor has volumes that nothing holds, that a stopped and a running container hold, that no backup
// can have, and that are mounted from elsewhere.
func harbor(store model.Store) *model.Inventory {
	created := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	return model.NewInventory(model.Engine{Store: store}, created, nil, []*model.Container{
		{ID: "1", Name: "db", State: model.StateRunning, Volumes: []string{"live"}},
		{ID: "2", Name: "old", State: model.StateExited, Size: 10, Volumes: []string{"held"}},
	}, nil).WithVolumes([]*model.Volume{
		{Name: "free", Driver: "local", Size: 100, Created: created},
		{Name: "held", Driver: "local", Size: 1000, Created: created},
		{Name: "live", Driver: "local", Size: 10_000, Created: created},
		{Name: "far", Driver: "rexray", Size: model.Unknown, Created: created},
		{Name: "share", Driver: "local", Options: map[string]string{"type": "nfs", "device": ":/srv"}, Size: model.Unknown, Created: created},
	})
}

func chosen(remedies ...model.Remedy) model.Remedies {
	var all model.Remedies
	for _, one := range remedies {
		all = all.With(one)
	}
	return all
}

func TestVolumePlans(t *testing.T) {
	t.Parallel()
	graph := model.StoreGraph
	for _, tt := range []struct {
		name, volume string
		store        model.Store
		chosen       model.Remedies
		ready        bool
		blocker      model.BlockerKind // of a step that is blocked
		saved        bool
		steps        int
	}{
		{name: "free", volume: "free", store: graph, ready: true, saved: true, steps: 1},
		{name: "free, without a backup", volume: "free", store: graph, chosen: chosen(model.RemedyWithoutBackup), ready: true, steps: 1},
		{name: "held", volume: "held", store: graph, blocker: model.BlockerStopped, steps: 1},
		{name: "held, container goes", volume: "held", store: graph, chosen: chosen(model.RemedyRemoveStopped), ready: true, saved: true, steps: 2},
		{name: "running", volume: "live", store: graph, blocker: model.BlockerWritten, steps: 1},
		// A backup is made before the container is stopped: it would miss what it writes until then.
		{name: "running, container goes", volume: "live", store: graph, chosen: chosen(model.RemedyStopRemove), blocker: model.BlockerWritten, steps: 1},
		{name: "running, both", volume: "live", store: graph, chosen: chosen(model.RemedyStopRemove, model.RemedyWithoutBackup), ready: true, steps: 2},
		{name: "other driver", volume: "far", store: graph, blocker: model.BlockerUnsavable, steps: 1},
		{name: "other driver, without a backup", volume: "far", store: graph, chosen: chosen(model.RemedyWithoutBackup), ready: true, steps: 1},
		{name: "mounted", volume: "share", store: graph, ready: true, saved: true, steps: 1},
		{name: "Podman", volume: "free", store: model.StorePodman, blocker: model.BlockerUnsavable, steps: 1},
		{name: "skipped", volume: "free", store: graph, chosen: chosen(model.RemedySkip), steps: 1},
	} {
		inv, target := harbor(tt.store), model.VolumeTarget(tt.volume)
		plan := model.NewPlan(inv, []model.Key{{Target: target}}, model.Choices{target: tt.chosen})
		last := &plan.Steps[len(plan.Steps)-1]
		if len(plan.Steps) != tt.steps || last.Thing.Target() != target || last.Ready != tt.ready {
			t.Errorf("%s: %+v", tt.name, plan.Steps)
			continue
		}
		if !tt.ready && !tt.chosen.Has(model.RemedySkip) && last.Blockers[0].Kind != tt.blocker {
			t.Errorf("%s: blocked by %+v", tt.name, last.Blockers)
		}
		if saved := len(plan.BackUp(model.BackupNone)) == 1; saved != tt.saved {
			t.Errorf("%s: backed up is %t", tt.name, saved)
		}
		if tt.steps == 2 && (len(last.After) != 1 || last.After[0] != 0 || plan.Steps[0].Goal().Target() != target) {
			t.Errorf("%s: the container does not make way: %+v", tt.name, plan.Steps)
		}
		if v, _ := inv.Volume(tt.volume); tt.ready && v.Size >= 0 && plan.ByKind[model.KindVolume].Max != v.Size {
			t.Errorf("%s: frees %v", tt.name, plan.ByKind)
		}
	}
}

// A plan that was made earlier removes no volume that was created anew since.
func TestVolumeOfAnotherTimeStays(t *testing.T) {
	t.Parallel()
	inv := harbor(model.StoreGraph)
	planned := model.NewPlan(inv, []model.Key{{Target: model.VolumeTarget("free")}}, nil).Record()
	if plan, changed := model.Replan(inv, planned); len(plan.Steps) != 1 || len(changed) != 0 {
		t.Errorf("%+v, %+v", plan.Steps, changed)
	}
	later := inv.WithVolumes([]*model.Volume{{Name: "free", Driver: "local", Created: inv.Taken.Add(time.Hour)}})
	if plan, changed := model.Replan(later, planned); len(plan.Steps) != 0 || len(changed) != 1 || changed[0].Kind != model.ChangeVolumeReplaced {
		t.Errorf("%+v, %+v", plan.Steps, changed)
	}
}

// The footer counts volumes that nothing holds, and those that go with marked containers.
func TestMarkedVolumes(t *testing.T) {
	t.Parallel()
	marks := model.NewMarks(harbor(model.StoreGraph))
	for _, name := range []string{"free", "held", "live", "far"} {
		marks.Set(model.Key{Target: model.VolumeTarget(name)}, true)
	}
	if freed, blocked := marks.Reclaim(), marks.Blocked(); freed.Min != 100 || freed.Max != 100 || blocked != 3 {
		t.Errorf("frees %v, %d blocked", freed, blocked)
	}
	marks.Set(model.Key{Target: model.ContainerID("2").Target()}, true)
	if freed, blocked := marks.Reclaim(), marks.Blocked(); freed.Min != 1110 || blocked != 2 || marks.Counts()[model.KindVolume] != 4 {
		t.Errorf("with the container it frees %v, %d blocked", freed, blocked)
	}
}

// A volume comes back only from the backup of its own removal.
func TestVolumeRestorations(t *testing.T) {
	t.Parallel()
	inv, target := harbor(model.StoreGraph), model.VolumeTarget("lost")
	removed := model.Removed{Op: model.Op{Action: model.ActionRemove, Target: target}, Backup: "mine"}
	copies := func(name string) model.Backups {
		return model.Backups{target: {{Name: name, Volume: &model.Volume{Name: "lost"}}}}
	}
	there := removed
	there.Target = model.VolumeTarget("free")
	for want, step := range map[model.RestoreWay]model.RestoreStep{
		model.RestoreLoad:       model.PlanRestore(inv, []model.Removed{removed}, copies("mine")).Steps[0],
		model.RestoreImpossible: model.PlanRestore(inv, []model.Removed{removed}, copies("other")).Steps[0],
		model.RestoreNothing:    model.PlanRestore(inv, []model.Removed{there}, nil).Steps[0],
	} {
		if step.Way != want {
			t.Errorf("got way %d, want %d", step.Way, want)
		}
	}
}

// Of volumes that the engine has not told of, it is not said that nothing has them.
func TestVolumeRestorationsWithoutAList(t *testing.T) {
	t.Parallel()
	target := model.VolumeTarget("lost")
	removed := model.Removed{Op: model.Op{Action: model.ActionRemove, Target: target}, Backup: "mine"}
	unlisted := model.NewInventory(model.Engine{}, time.Now(), nil, nil, nil)
	for backup, want := range map[string]bool{"mine": true, "other": false} {
		copies := model.Backups{target: {{Name: backup, Volume: &model.Volume{Name: "lost"}}}}
		if step := model.PlanRestore(unlisted, []model.Removed{removed}, copies).Steps[0]; step.Way != model.RestoreImpossible || step.Unlisted != want {
			t.Errorf("from the backup %s: way %d, unlisted %t", backup, step.Way, step.Unlisted)
		}
	}
}
