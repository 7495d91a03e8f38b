package ui_test

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"jettison/cleanup"
	"jettison/dockerx/sim"
	"jettison/keymap"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/store"
	"jettison/ui"
	"jettison/ui/job"
	"jettison/ui/pane"
	"jettison/ui/recovery"
	"jettison/ui/theme"
)

// cacheRecord is a thing of which only its identity is known.
type cacheRecord string

func (r cacheRecord) Target() model.Target { return model.Target{Kind: model.KindCache, ID: string(r)} }

func (r cacheRecord) Called() string { return string(r) }

// cachePlan removes a cache record that another one and a container hold.
func cachePlan() *model.Plan {
	holders := []model.Thing{&model.Container{ID: "c0ffee", Name: "shop", State: model.StateExited}, cacheRecord("cellar")}
	return &model.Plan{Engine: model.Engine{Name: "test", ID: "1"}, Taken: now, Steps: []model.Step{{
		Action: model.ActionRemove, Thing: cacheRecord("attic"), Ready: true,
		Blockers: []model.Blocker{{Kind: model.BlockerStopped, Things: holders}},
	}}}
}

// remover is an engine that removes whatever it is told to.
type remover struct{ cleanup.Engine }

func (remover) Execute(context.Context, *model.Plan, int) cleanup.Job { return &removed{} }

// removed is a job of one step, which succeeds.
type removed struct{ told bool }

func (r *removed) Next(context.Context) (model.JobUpdate, error) {
	if r.told {
		return model.JobUpdate{}, io.EOF
	}
	r.told = true
	return model.JobUpdate{State: model.JobEnded, Events: []model.StepEvent{{State: model.StepDone, At: now}}}, nil
}

func (*removed) Cancel() {}

func (*removed) Measured(context.Context) (before, after *model.Inventory) { return nil, nil }

// follow takes a removal to its end.
func follow(t *testing.T, plan *model.Plan, removal ui.Job) *model.Progress {
	t.Helper()
	progress := model.NewProgress(plan, now)
	for {
		update, err := removal.Next(t.Context())
		if errors.Is(err, io.EOF) {
			return progress
		}
		if err != nil {
			t.Fatal(err)
		}
		progress.Apply(update, now)
	}
}

// view is the part of a pane that draws.
type view interface {
	SetSize(width, height int)
	View() string
}

// shows expects a pane to show texts.
func shows(t *testing.T, v view, texts ...string) {
	t.Helper()
	v.SetSize(100, 30)
	shown := ansi.Strip(v.View())
	for _, text := range texts {
		if !strings.Contains(shown, text) {
			t.Errorf("no %q in\n%s", text, shown)
		}
	}
}

// A thing of another kind than images and containers is removed, recorded and shown like
// these. What is not known of its kind is said.
func TestAnotherKindIsRemoved(t *testing.T) {
	t.Parallel()
	styles, keys := theme.New(theme.Options{NoColor: true}), keymap.Default()
	s := &cleanup.Service{
		Engine: remover{}, Journal: store.OpenJournal(filepath.Join(t.TempDir(), "journal")),
		User: "ann", Now: func() time.Time { return now },
	}
	plan := cachePlan()
	progress := follow(t, plan, s.Remove(t.Context(), plan, cleanup.Options{}))
	if progress.Done != 1 || progress.Removed[model.KindCache] != 1 || progress.TakeBack(nil).Steps != 0 {
		t.Errorf("%+v", progress)
	}
	shows(t, job.New(styles, keys, progress), "cache record attic")

	past, err := s.Removals(t.Context())
	if err != nil || len(past.Removals) != 1 || len(past.Removals[0].Steps) != 1 {
		t.Fatalf("%+v, %v", past, err)
	}
	if op := past.Removals[0].Steps[0].Op; op != plan.Steps[0].Op() {
		t.Errorf("the journal has %+v", op)
	}
	inv := model.NewInventory(plan.Engine, now, nil, nil, nil)
	if back := past.Removals[0].Plan(inv, past.Backups); back.Impossible() != 1 || back.Doable() != 0 {
		t.Errorf("the way back is %+v", back)
	}
	p := recovery.New(styles, keys)
	p.SetContent(recovery.NewContent(past, nil, inv), now)
	shows(t, p, "1 cache record")
	pane.Do(p, keymap.Confirm)
	shows(t, p, "cache record attic", "the next build that needs it makes it again")
}

// An engine is not asked to remove what this version knows no way for.
func TestAnotherKindIsRefused(t *testing.T) {
	t.Parallel()
	e := sim.New(modeltest.New(7, now), sim.Options{})
	t.Cleanup(e.Close)
	options, _ := keep(t, e)
	s, err := options.Connect(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() }) // nothing is under way
	plan := cachePlan()
	progress := follow(t, plan, s.Remove(t.Context(), plan, ui.Removal{}))
	if progress.Done != 0 || progress.Skipped != 1 {
		t.Errorf("%+v", progress)
	}
	shows(t, job.New(theme.New(theme.Options{NoColor: true}), keymap.Default(), progress), "cache record attic", "container shop (exited)", "cache record cellar")
	past, err := s.Removals(t.Context())
	if err != nil || len(past.Removals) > 1 || len(past.Removals) == 1 && len(past.Removals[0].Steps) > 0 {
		t.Errorf("the journal says that something went: %+v, %v", past, err)
	}
}
