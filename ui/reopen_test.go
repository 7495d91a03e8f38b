package ui

import (
	"context"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"jettison/keymap"
	"jettison/model"
	"jettison/ui/recovery"
)

// watchedSession tells when it is closed, and what is asked of it.
type watchedSession struct {
	Session
	closed  chan struct{}
	reloads int
}

func newWatchedSession() *watchedSession { return &watchedSession{closed: make(chan struct{}, 2)} }

func (s *watchedSession) Next(ctx context.Context) (model.Snapshot, error) {
	<-ctx.Done()
	return model.Snapshot{}, ctx.Err()
}

func (s *watchedSession) AwaitInterrupted(ctx context.Context) int {
	<-ctx.Done()
	return 0
}

func (s *watchedSession) Reload(...model.Fact)                             { s.reloads++ }
func (s *watchedSession) PrioritizeLayers([]model.ImageID)                 {}
func (s *watchedSession) Journaled() bool                                  { return false }
func (s *watchedSession) Close() error                                     { s.closed <- struct{}{}; return nil }
func (s *watchedSession) Remove(context.Context, *model.Plan, Removal) Job { return &watchedJob{} }

func (s *watchedSession) Restore(context.Context, string, *model.RestorePlan) RestoreJob {
	return &watchedRestoration{}
}

// watchedJob never ends by itself.
type watchedJob struct{ canceled bool }

func (j *watchedJob) Next(ctx context.Context) (model.JobUpdate, error) {
	<-ctx.Done()
	return model.JobUpdate{}, ctx.Err()
}

func (j *watchedJob) Cancel() { j.canceled = true }

func (*watchedJob) Measured(context.Context) (before, after *model.Inventory) { return nil, nil }

// watchedRestoration never ends by itself.
type watchedRestoration struct{ canceled bool }

func (j *watchedRestoration) Next(ctx context.Context) (model.RestoreUpdate, error) {
	<-ctx.Done()
	return model.RestoreUpdate{}, ctx.Err()
}

func (j *watchedRestoration) Cancel() { j.canceled = true }

// reopening is a screen whose session is about to be replaced.
type reopening struct {
	*Model
	t          *testing.T
	first, now *watchedSession
}

func newReopening(t *testing.T) *reopening {
	t.Helper()
	at := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	m := New(t.Context(), Options{NoColor: true, Now: func() time.Time { return at }})
	r := &reopening{Model: m, t: t, first: newWatchedSession()}
	r.now = r.first
	r.send(tea.WindowSizeMsg{Width: 120, Height: 30})
	r.send(sessionOpenedMsg{generation: m.generation, session: r.first})
	images := []*model.Image{
		{ID: "sha256:" + model.ImageID(strings.Repeat("a", 64)), Tags: []string{"app:1"}, Created: at.Add(-time.Hour), Size: 1e6},
		{ID: "sha256:" + model.ImageID(strings.Repeat("b", 64)), Tags: []string{"app:2"}, Created: at.Add(-time.Hour), Size: 1e6},
	}
	snapshot := model.Snapshot{Inventory: model.NewInventory(model.Engine{}, at, images, nil, nil), Link: model.LinkLive}
	for fact := range snapshot.Facts {
		snapshot.Facts[fact] = model.FactState{Status: model.StatusReady, At: at}
	}
	r.send(snapshotArrivedMsg{generation: m.generation, snapshot: snapshot})
	return r
}

// send carries out what a message asks for, and forgets what comes of it.
func (r *reopening) send(msg tea.Msg) {
	_, cmd := r.Update(msg)
	r.run(cmd)
}

func (r *reopening) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	go func() {
		if batch, ok := cmd().(tea.BatchMsg); ok {
			for _, inner := range batch {
				r.run(inner)
			}
		}
	}()
}

func (r *reopening) types(text string) {
	for _, key := range text {
		r.send(tea.KeyPressMsg{Code: key, Text: string(key)})
	}
}

func (r *reopening) enters() { r.send(tea.KeyPressMsg{Code: tea.KeyEnter}) }

func (r *reopening) sees() string { return ansi.Strip(r.View().Content) }

// opensAnother has a second session take the place of the first.
func (r *reopening) opensAnother() {
	r.run(r.reopen(func(context.Context) (Session, error) { return nil, context.Canceled }, false))
	r.now = newWatchedSession()
	r.send(sessionOpenedMsg{generation: r.generation, session: r.now})
}

func (r *reopening) wantsClosed() {
	r.t.Helper()
	select {
	case <-r.first.closed:
	case <-time.After(10 * time.Second):
		r.t.Fatal("the session before is not closed")
	}
}

func (r *reopening) wantsOpen() {
	r.t.Helper()
	select {
	case <-r.first.closed:
		r.t.Fatal("the session before is closed while something runs on it")
	case <-time.After(20 * time.Millisecond): // what closes it would have begun
	}
}

// Of the session before nothing is left: it is closed, and what was open, marked
// and filtered is gone.
func TestReopeningForgetsTheSessionBefore(t *testing.T) {
	r := newReopening(t)
	r.types("/app")
	r.enters()
	r.types("fua") // a quick filter, and marks
	if r.marks.Len() != 2 || r.pane().Filter() != "app" || r.pane().Quick() == "" {
		t.Fatalf("%d marks, filter %q, quick filter %q", r.marks.Len(), r.pane().Filter(), r.pane().Quick())
	}
	r.types("d?")
	if r.plan() == nil || len(r.dialogs) != 1 {
		t.Fatalf("no plan and no help:\n%s", r.sees())
	}
	r.opensAnother()
	r.wantsClosed()
	switch {
	case r.plan() != nil, len(r.over) > 0, len(r.dialogs) > 0:
		t.Errorf("something of the session before is open:\n%s", r.sees())
	case r.marks.Len() > 0, r.pane().Filter() != "", r.pane().Quick() != "":
		t.Errorf("%d marks, filter %q, quick filter %q", r.marks.Len(), r.pane().Filter(), r.pane().Quick())
	case strings.Contains(r.sees(), "app"):
		t.Errorf("the images of the session before are shown:\n%s", r.sees())
	}
}

// A removal that runs goes on: it is told how it ends, and its session is closed
// only then.
func TestReopeningKeepsARemovalThatRuns(t *testing.T) {
	r := newReopening(t)
	r.types("ad")
	r.enters()
	job, ok := r.removal.job.(*watchedJob)
	if !ok {
		t.Fatalf("no removal:\n%s", r.sees())
	}
	r.opensAnother()
	r.wantsOpen()
	if !r.removal.running() || job.canceled || !strings.Contains(r.sees(), "0 of 2") {
		t.Fatalf("the removal was dropped:\n%s", r.sees())
	}
	update := model.JobUpdate{State: model.JobEnded, Events: []model.StepEvent{{Step: 0, State: model.StepDone}, {Step: 1, State: model.StepDone}}}
	r.send(jobAdvancedMsg{job: job, update: update})
	if !strings.Contains(r.sees(), "The removal ended.") {
		t.Errorf("nothing tells that it ended:\n%s", r.sees())
	}
	r.wantsClosed()
	if r.now.reloads > 0 {
		t.Error("the other engine's disk is measured for it")
	}
}

// The same holds when its engine is followed no longer, and for a restoration.
func TestALostSessionIsClosedOnceNothingRunsOnIt(t *testing.T) {
	r := newReopening(t)
	past := &model.RestorePlan{Steps: make([]model.RestoreStep, 1)}
	r.run(r.startRestore(recovery.Restore{Removal: "one", Plan: past}))
	job, ok := r.recovery.job.(*watchedRestoration)
	if !ok {
		t.Fatal("no restoration")
	}
	r.send(snapshotsEndedMsg{generation: r.generation, err: context.DeadlineExceeded})
	r.wantsOpen()
	r.opensAnother()
	r.wantsOpen()
	if !r.recovery.running() || job.canceled {
		t.Fatal("the restoration was dropped")
	}
	r.send(restoreAdvancedMsg{job: job, update: model.RestoreUpdate{Ended: true}})
	if !strings.Contains(r.sees(), " taken back.") {
		t.Errorf("nothing tells that it ended:\n%s", r.sees())
	}
	r.wantsClosed()
	idle := newReopening(t)
	idle.send(snapshotsEndedMsg{generation: idle.generation, err: context.DeadlineExceeded})
	idle.wantsClosed()
}

// What a removal left undone stays to be seen.
func TestReopeningKeepsWhatWentWrong(t *testing.T) {
	r := newReopening(t)
	r.types("ad")
	r.enters()
	update := model.JobUpdate{State: model.JobEnded, Events: []model.StepEvent{
		{Step: 0, State: model.StepFailed, Refusal: &model.Refusal{Kind: model.RefusalConflict}}, {Step: 1, State: model.StepDone},
	}}
	r.send(jobAdvancedMsg{job: r.removal.job, update: update})
	r.opensAnother()
	r.types("J")
	if !strings.Contains(r.sees(), "something else needs it") {
		t.Errorf("what went wrong is gone:\n%s", r.sees())
	}
	r.types("x")
	r.opensAnother()
	if r.removal.progress != nil {
		t.Error("it was dismissed and is there")
	}
}

// A removal that outlives its session can be looked at while there is no engine.
func TestARemovalIsShownWithoutAnEngine(t *testing.T) {
	r := newReopening(t)
	r.types("ad")
	r.enters()
	job := r.removal.job
	r.send(snapshotsEndedMsg{generation: r.generation, err: context.DeadlineExceeded})
	if !strings.Contains(r.sees(), "0 of 2") {
		t.Errorf("nothing tells that it runs:\n%s", r.sees())
	}
	r.types("J")
	if r.context() != keymap.InJob {
		t.Fatalf("J does not show it:\n%s", r.sees())
	}
	r.types("J")
	update := model.JobUpdate{State: model.JobEnded, Events: []model.StepEvent{
		{Step: 0, State: model.StepFailed, Refusal: &model.Refusal{Kind: model.RefusalConflict, Remedies: []model.Remedy{model.RemedyForce}}},
		{Step: 1, State: model.StepDone},
	}}
	r.send(jobAdvancedMsg{job: job, update: update})
	if !strings.Contains(r.sees(), "J shows why") {
		t.Errorf("nothing tells how it ended:\n%s", r.sees())
	}
	r.types("J")
	if !strings.Contains(r.sees(), "something else needs it") {
		t.Errorf("J does not show what went wrong:\n%s", r.sees())
	}
	r.types("f") // a remedy needs an engine
	if r.plan() != nil || !strings.Contains(r.sees(), "There is no engine.") {
		t.Errorf("a plan without an engine:\n%s", r.sees())
	}
	r.types("J")
	if r.context() != keymap.InStart {
		t.Errorf("J does not lead back:\n%s", r.sees())
	}
}

// Where the removal is shown as its session is lost, it stays; everything else makes
// room for what went wrong.
func TestOnlyTheRemovalViewOutlivesTheSession(t *testing.T) {
	r := newReopening(t)
	r.types("ad")
	r.enters()
	r.types("J")
	r.send(snapshotsEndedMsg{generation: r.generation, err: context.DeadlineExceeded})
	if r.context() != keymap.InJob || !strings.Contains(r.sees(), "can't be followed any longer") {
		t.Errorf("the removal is shown no longer, or not why:\n%s", r.sees())
	}
	r = newReopening(t)
	r.types("d")
	r.send(snapshotsEndedMsg{generation: r.generation, err: context.DeadlineExceeded})
	if r.context() != keymap.InStart || r.plan() != nil {
		t.Errorf("the plan is still open:\n%s", r.sees())
	}
}

// Nothing that needs an engine can be typed or chosen after it is gone.
func TestALostSessionClosesDialogsAndTheFilterLine(t *testing.T) {
	for name, keys := range map[string]string{"filter line": "/app", "menu": "f", "rule": "mo"} {
		r := newReopening(t)
		r.types(keys)
		if !r.filter.open && len(r.dialogs) == 0 {
			t.Fatalf("%s: nothing is open:\n%s", name, r.sees())
		}
		r.send(snapshotsEndedMsg{generation: r.generation, err: context.DeadlineExceeded})
		if r.filter.open || len(r.dialogs) > 0 {
			t.Errorf("%s: still open:\n%s", name, r.sees())
		}
		r.opts.Connect = func(context.Context) (Session, error) { return nil, context.Canceled }
		before := r.generation
		r.types("r")
		if r.generation == before {
			t.Errorf("%s: the start screen does not get its key", name)
		}
	}
}

// ends brings the removal under way to its end, with its first step failed for a reason or, without
// one, with all done.
func (r *reopening) ends(why string) {
	update := model.JobUpdate{State: model.JobEnded, Events: []model.StepEvent{{Step: 0, State: model.StepDone}, {Step: 1, State: model.StepDone}}}
	if why != "" {
		update.Events[0] = model.StepEvent{Step: 0, State: model.StepFailed, Refusal: &model.Refusal{Kind: model.RefusalConflict}}
	}
	r.send(jobAdvancedMsg{job: r.removal.job, update: update})
}

// A removal that left something undone stays to be seen behind others that did not.
func TestAFailedRemovalOutlivesThoseAfterIt(t *testing.T) {
	r := newReopening(t)
	removes := func(why string) {
		t.Helper()
		r.types("ad")
		r.enters()
		if !r.removal.running() {
			t.Fatalf("no removal:\n%s", r.sees())
		}
		r.ends(why)
	}
	removes("something else needs it")
	removes("")
	removes("")
	if !strings.Contains(r.parting(), "something else needs it") {
		t.Errorf("after a third removal the parting words are %q", r.parting())
	}
	r.opensAnother()
	if !strings.Contains(r.parting(), "something else needs it") {
		t.Errorf("after reopening the parting words are %q", r.parting())
	}
	r.types("J")
	if !strings.Contains(r.sees(), "something else needs it") {
		t.Errorf("after reopening what went wrong is gone:\n%s", r.sees())
	}
}

// As the program ends, a session that was retired while a job runs on it is closed too,
// which lets the journal know of a restoration; each is closed once.
func TestQuittingClosesEverySessionOnce(t *testing.T) {
	for name, begin := range map[string]func(r *reopening){
		"removal": func(r *reopening) {
			r.types("ad")
			r.enters()
		},
		"restoration": func(r *reopening) {
			past := &model.RestorePlan{Steps: make([]model.RestoreStep, 1)}
			r.run(r.startRestore(recovery.Restore{Removal: "one", Plan: past}))
		},
	} {
		t.Run(name, func(t *testing.T) {
			r := newReopening(t)
			begin(r)
			if !r.removal.running() && !r.recovery.running() {
				t.Fatalf("nothing runs:\n%s", r.sees())
			}
			if err := r.closeSessions(); err != nil || len(r.first.closed) != 1 {
				t.Errorf("closed %d times, %v", len(r.first.closed), err)
			}
			<-r.first.closed
			r.opensAnother()
			if err := r.closeSessions(); err != nil || len(r.first.closed) != 1 || len(r.now.closed) != 1 {
				t.Errorf("the retired one is closed %d times, the other %d times, %v", len(r.first.closed), len(r.now.closed), err)
			}
		})
	}
}

// Quitting once a job has ended closes its retired session too.
func TestQuittingAfterARetiredSessionsJobClosesIt(t *testing.T) {
	r := newReopening(t)
	r.types("ad")
	r.enters()
	r.opensAnother()
	r.removal.thenQuit = true
	r.send(jobAdvancedMsg{job: r.removal.job, update: model.JobUpdate{State: model.JobEnded}})
	r.wantsClosed()
}
