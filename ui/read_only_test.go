package ui_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"jettison/cleanup"
	"jettison/dockerx"
	"jettison/dockerx/sim"
	"jettison/keymap"
	"jettison/model"
	"jettison/model/query"
	"jettison/ui"
	"jettison/ui/uitest"
)

// idle is a session of which nothing may be removed.
type idle struct {
	ui.Session
	t *testing.T
}

func (s idle) Restore(context.Context, string, *model.RestorePlan) ui.RestoreJob {
	s.t.Error("a restoration was begun")
	return nil
}

// Removals is one that can be taken back.
func (idle) Removals(context.Context) (*model.JournalHistory, error) {
	return &model.JournalHistory{Removals: []model.PastRemoval{{
		ID: "one", At: now, Engine: model.Engine{Host: "embedded"},
		Steps: []model.PastStep{{Removed: model.Removed{
			Op: model.Op{Action: model.ActionRemove, Target: model.ImageID("sha256:1").Target()}, Name: "gone:1", Refs: []string{"gone:1"}, Digests: []string{"gone@sha256:2"},
		}}},
	}}}, nil
}

func (s idle) Remove(context.Context, *model.Plan, ui.Removal) ui.Job {
	s.t.Error("a removal was begun")
	return &onceJob{}
}

// readOnly is a screen that changes nothing, on an engine that would notice.
func readOnly(t *testing.T, e *sim.Engine) ui.Options {
	t.Helper()
	opts := open(t, e)
	opts.ReadOnly = "jettison was started with --read-only"
	opts.Pins.Keep = func(q *query.Query, _ bool) error {
		t.Errorf("the pin %s was kept", q)
		return nil
	}
	opts.Connect = func(ctx context.Context) (ui.Session, error) {
		client, err := dockerx.Connect(ctx, dockerx.Options{Dial: e.Dial, Name: "test", Now: time.Now, ReadOnly: true})
		if err != nil {
			return nil, err
		}
		return idle{newSession(t, client, cleanup.Service{Now: time.Now}), t}, nil
	}
	return opts
}

const saysReadOnly = "This is read-only: jettison was started with --read-only."

func TestReadOnly(t *testing.T) {
	t.Parallel()
	e := shop(t)
	p := newJourney(t, readOnly(t, e), 80, 24)
	p.Sees("read-only")
	p.settles()
	if strings.Contains(p.Text(), "p pin") {
		t.Errorf("pinning is offered:\n%s", p.Text())
	}
	p.Do(keymap.Pin)
	p.Sees(saysReadOnly)
	p.Do(keymap.CancelJob)
	p.Sees(saysReadOnly)
	p.Do(keymap.MarkAll, keymap.Plan)
	p.Sees("Plan · deletes")
	if strings.Contains(p.Text(), "enter remove") {
		t.Errorf("the plan's removal is offered:\n%s", p.Text())
	}
	p.Do(keymap.Confirm)
	p.Sees(saysReadOnly)
	p.Sees("Plan · deletes") // it is still there to be looked at
	p.Do(keymap.Details, keymap.Details)
	p.Sees("d plans it")
	p.Do(keymap.Pin)
	p.Sees(saysReadOnly)
	p.Do(keymap.Recovery)
	p.Sees("gone:1")
	p.Do(keymap.Confirm)
	p.Sees("could come back: 1 image: 1 by pull")
	p.Do(keymap.Mark, keymap.Confirm)
	p.Sees(saysReadOnly)
	if strings.Contains(p.Text(), "bring back") {
		t.Errorf("it is offered:\n%s", p.Text())
	}
	for _, r := range e.Requests() {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			t.Errorf("the engine was asked to %s %s", r.Method, r.Path)
		}
	}
}

// Whatever keys are pressed, and where: nothing is changed.
func TestReadOnlyKeys(t *testing.T) {
	t.Parallel()
	e := shop(t)
	p := newJourney(t, readOnly(t, e), 120, 30)
	p.settles()
	keys := map[string]bool{}
	for _, context := range []keymap.Context{keymap.InImages, keymap.InPlan, keymap.InDetails, keymap.InJob, keymap.InRestore} {
		for _, group := range keymap.Default().Help(context) {
			for _, entry := range group.Entries {
				for _, key := range entry.Keys {
					if r := []rune(key); len(r) == 1 && entry.Action != keymap.Quit {
						keys[key] = true
					}
				}
			}
		}
	}
	for key := range keys {
		for _, before := range [][]uitest.Input{
			nil,
			{keymap.MarkAll, keymap.Plan},
			{keymap.MarkAll, keymap.Plan, key},
			{keymap.Details},
			{keymap.Pane(2)},
			{keymap.Pane(3), keymap.ViewMode},
			{keymap.Recovery},
			{keymap.Recovery, keymap.Confirm},
			{keymap.Recovery, keymap.Confirm, keymap.Mark, key},
		} {
			p.Do(keymap.Back, keymap.Back, keymap.Back, keymap.Back, keymap.Pane(1))
			p.Do(before...)
			p.Do(key, keymap.Confirm, keymap.Confirm)
		}
	}
	p.Do(keymap.Back)
	for _, r := range e.Requests() {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			t.Errorf("the engine was asked to %s %s", r.Method, r.Path)
		}
	}
}

// The help has no key that changes anything; the map that it is made from has.
func TestReadOnlyHelp(t *testing.T) {
	t.Parallel()
	for _, context := range []keymap.Context{keymap.InImages, keymap.InDetails, keymap.InPlan, keymap.InRestore} {
		changing := func(keys *keymap.Map) (found int) {
			for _, group := range keys.Help(context) {
				for _, entry := range group.Entries {
					if keymap.Changes(context, entry.Action) {
						found++
					}
				}
			}
			return found
		}
		if changing(keymap.Default()) == 0 || changing(keymap.Default().ReadOnly()) > 0 {
			t.Errorf("%s: %d, read-only %d", context, changing(keymap.Default()), changing(keymap.Default().ReadOnly()))
		}
	}
}
