package ui_test

import (
	"context"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"jettison/cleanup"
	"jettison/dockerx"
	"jettison/dockerx/inventory"
	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/store"
	"jettison/ui"
)

// session is an embedded engine as the screen wants it. What is done to it goes through
// the same clean-ups as that of any other engine.
type session struct {
	*cleanup.Session
	patience time.Duration // with a measurement before a removal
}

func newSession(t testing.TB, client *dockerx.Client, service cleanup.Service) session {
	t.Helper()
	return session{cleanup.NewSession(t.Context(), client, inventory.FollowOptions{}, service), time.Minute}
}

func (s session) Remove(ctx context.Context, plan *model.Plan, how ui.Removal) ui.Job {
	return s.Session.Remove(ctx, plan, cleanup.Options{Rule: how.Policy, What: "the screen", Backup: how.Backup, AsOf: how.AsOf, Measure: s.patience})
}

func (s session) Restore(ctx context.Context, removal string, plan *model.RestorePlan) ui.RestoreJob {
	return s.Session.Restore(ctx, removal, plan)
}

// fakeSession is a session with a journal and backups that tells what a test wants of
// them.
type fakeSession struct {
	session
	service cleanup.Service
	folder  string // of the journal, the backups and the locks

	interrupted int // steps of interrupted removals; 0 for none that become known

	mu     sync.Mutex      // guards what follows
	unread []model.Warning // beside those of the journal
	err    error           // why the journal can't be read
}

// keep opens an engine with a session that keeps a journal.
func keep(t *testing.T, e *sim.Engine) (ui.Options, *fakeSession) {
	t.Helper()
	folder := t.TempDir()
	var read atomic.Int64
	ticking := func() time.Time { return now.Add(time.Duration(read.Add(1)) * time.Second) } // the newest removal is the first
	f := &fakeSession{folder: folder, service: cleanup.Service{
		Journal: store.OpenJournal(filepath.Join(folder, "journal")),
		Backups: cleanup.Backups{Folder: filepath.Join(folder, "backups"), Free: func(string) int64 { return model.Unknown }, Now: ticking},
		User:    "ann", Now: ticking,
	}}
	return ui.Options{Address: "test", Connect: func(ctx context.Context) (ui.Session, error) {
		client, err := dockerx.Connect(ctx, dockerx.Options{Dial: e.Dial, Name: "test", Now: time.Now})
		if err != nil {
			return nil, err
		}
		f.session = newSession(t, client, f.service)
		return f, nil
	}}, f
}

func (f *fakeSession) AwaitInterrupted(ctx context.Context) int {
	if f.interrupted == 0 {
		return f.session.AwaitInterrupted(ctx)
	}
	return f.interrupted
}

func (f *fakeSession) Removals(ctx context.Context) (*model.JournalHistory, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.err != nil {
		return nil, f.err
	}
	past, err := f.session.Removals(ctx)
	if err == nil {
		past.Unread = append(past.Unread, f.unread...)
	}
	return past, err
}
