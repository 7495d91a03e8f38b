package ui_test

import (
	"context"
	"io"
	"maps"
	"slices"
	"sync"
	"testing"
	"time"

	"jettison/cleanup/backup"
	"jettison/dockerx"
	"jettison/dockerx/inventory"
	"jettison/dockerx/sim"
	"jettison/dockerx/transfer"
	"jettison/model"
	"jettison/store/archive"
	"jettison/ui"
)

// keeping is a session that keeps a journal, in memory, and backups.
type keeping struct {
	session
	folder string // of the backups
	cutOff int    // steps of which it became known what became; 0 for never

	mu   sync.Mutex // guards past
	past model.Past
	err  error // why the journal can't be read
}

// keep opens an engine with a session that keeps a journal.
func keep(t *testing.T, e *sim.Engine) (ui.Options, *keeping) {
	t.Helper()
	k := &keeping{folder: t.TempDir(), past: model.Past{Backups: model.Backups{}}}
	return ui.Options{Address: "test", Connect: func(ctx context.Context) (ui.Session, error) {
		client, err := dockerx.Connect(ctx, dockerx.Options{Dial: e.Dial, Name: "test", Now: time.Now})
		if err != nil {
			return nil, err
		}
		k.session = session{inventory.Follow(t.Context(), client, inventory.FollowOptions{}), client}
		return k, nil
	}}, k
}

func (k *keeping) Journaled() bool { return true }

func (k *keeping) CutOff(ctx context.Context) int {
	if k.cutOff == 0 {
		return k.session.CutOff(ctx)
	}
	return k.cutOff
}

func (k *keeping) Removals(context.Context) (*model.Past, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.err != nil {
		return nil, k.err
	}
	return &model.Past{
		Removals: slices.Clone(k.past.Removals), Backups: maps.Clone(k.past.Backups), Notes: k.past.Notes,
	}, nil
}

// remember adds a removal to the journal.
func (k *keeping) remember(r model.PastRemoval) {
	k.mu.Lock()
	defer k.mu.Unlock()
	k.past.Removals = slices.Insert(k.past.Removals, 0, r)
}

func (k *keeping) Remove(ctx context.Context, plan *model.Plan, how ui.Removal) ui.Job {
	return &keptJob{start: func() ui.Job { return k.session.Remove(ctx, plan, how) }, of: k, plan: plan, how: how}
}

// keptJob saves images with the first Next, and tells the journal of each step that
// was done.
type keptJob struct {
	ui.Job // nil before the first Next
	start  func() ui.Job
	of     *keeping
	plan   *model.Plan
	how    ui.Removal
	begun  bool
	past   model.PastRemoval
}

func (j *keptJob) Next(ctx context.Context) (model.JobUpdate, error) {
	if !j.begun {
		j.begun = true
		j.past = model.PastRemoval{ID: "20261101-120000-abcdef", At: now.Add(-time.Minute), Rule: "", User: "ann", Engine: j.plan.Engine}
		if images := j.plan.BackUp(j.how.Backup); len(images) > 0 {
			_, err := backup.Run(ctx, transfer.Saver{Client: j.of.client}, backup.Backup{
				Folder: j.of.folder, Name: j.past.ID, Engine: j.plan.Engine, Images: images, Now: clock,
				Free: func(string) int64 { return model.Unknown }, Tell: func(model.BackupProgress) {},
			})
			if err != nil {
				return model.JobUpdate{}, err
			}
			for _, image := range images {
				j.of.past.Backups[image.ID] = j.past.ID
			}
		}
		j.Job = j.start()
	}
	update, err := j.Job.Next(ctx)
	for _, event := range update.Events {
		if step := &j.plan.Steps[event.Step]; event.State == model.StepDone {
			j.past.Steps = append(j.past.Steps, model.PastStep{Removed: model.Removed{
				Step: event.Step, Op: step.Op(), Name: step.Subject(), Refs: step.Refs,
				Digests: step.Image().Digests, Size: step.Image().Size,
			}})
		}
	}
	if update.State == model.JobEnded && err == nil {
		slices.SortFunc(j.past.Steps, func(a, b model.PastStep) int { return a.Step - b.Step })
		j.of.remember(j.past)
	}
	return update, err
}

// Restore is part of ui.Session.
func (k *keeping) Restore(ctx context.Context, removal string, plan *model.RestorePlan) ui.RestoreJob {
	ctx, cancel := context.WithCancel(ctx)
	j := &restoreJob{news: make(chan model.RestoreUpdate, 1000), cancel: cancel}
	go func() {
		defer cancel()
		transfer.Restore(ctx, k.client, plan, transfer.RestoreOptions{
			Write: func(ctx context.Context, name string, ids []model.ImageID, to io.Writer, told func(done, total int64)) error {
				m, err := archive.Read(k.folder, name)
				if err != nil {
					return err
				}
				return archive.WriteImages(ctx, k.folder, m, ids, to, func(read int64) { told(read, m.Unpacked()) })
			},
			Tell: func(event model.RestoreEvent) {
				if event.State.Ended() {
					k.note(removal, plan.Steps[event.Step].Step, event)
				}
				j.news <- model.RestoreUpdate{Events: []model.RestoreEvent{event}}
			},
		})
		j.news <- model.RestoreUpdate{Ended: true}
		close(j.news)
	}()
	return j
}

// note tells the journal how a try to take a step back ended.
func (k *keeping) note(removal string, step int, event model.RestoreEvent) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for i := range k.past.Removals {
		r := &k.past.Removals[i]
		if r.ID != removal {
			continue
		}
		r.Steps = slices.Clone(r.Steps) // the screen has the others
		for at := range r.Steps {
			if r.Steps[at].Step == step {
				r.Steps[at].Tried = event
			}
		}
	}
}

// restoreJob is a restoration, an update an event.
type restoreJob struct {
	news   chan model.RestoreUpdate
	cancel context.CancelFunc
}

func (j *restoreJob) Next(ctx context.Context) (model.RestoreUpdate, error) {
	select {
	case update, more := <-j.news:
		if !more {
			return update, io.EOF
		}
		return update, nil
	case <-ctx.Done():
		return model.RestoreUpdate{}, ctx.Err()
	}
}

func (j *restoreJob) Cancel() { j.cancel() }
