package ui

import (
	"testing"
	"time"

	"jettison/keymap"
	"jettison/model"
	"jettison/ui/job"
	"jettison/ui/pane"
	"jettison/ui/plan"
	"jettison/ui/recovery"
)

// everyView shows each view in each of its contexts.
func everyView(t *testing.T, check func(t *testing.T, m *Model)) {
	t.Helper()
	now := time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)
	inv := model.NewInventory(model.Engine{}, now, nil, nil, nil)
	todo := model.NewPlan(inv, nil, nil)
	after := func(at int, name keymap.Action) func(*Model) {
		return func(m *Model) {
			m.goTo(at)
			action, _ := m.find(name)
			m.perform(action.Do())
		}
	}
	type scene struct {
		want keymap.Context
		show func(*Model)
	}
	var scenes []scene
	for at, p := range New(t.Context(), Options{}).panes {
		scenes = append(scenes, scene{p.Context(), func(m *Model) { m.goTo(at) }})
	}
	for _, tt := range append(scenes, []scene{
		{keymap.InDetails, after(0, keymap.Blockers)},
		{keymap.InTreemap, after(2, keymap.ViewMode)},
		{keymap.InStart, func(m *Model) { m.session = nil }},
		{keymap.InPlan, func(m *Model) { m.openView(plan.New(m.styles, m.opts.Keys, inv, nil, nil, now)) }},
		{keymap.InJob, func(m *Model) { m.openView(job.New(m.styles, m.opts.Keys, model.NewProgress(todo, now))) }},
		{keymap.InRecovery, func(m *Model) { m.openView(m.recovery.pane) }},
		{keymap.InRestore, func(m *Model) {
			m.openView(m.recovery.pane)
			m.recovery.pane.SetContent(recovery.NewContent(&model.JournalHistory{Removals: []model.PastRemoval{{ID: "one"}}}, nil, inv), now)
			m.recovery.pane.Open("one")
		}},
	}...) {
		t.Run(tt.want.String(), func(t *testing.T) {
			m := New(t.Context(), Options{Now: func() time.Time { return now }})
			m.session = struct{ Session }{}
			tt.show(m)
			if got := m.context(); got != tt.want {
				t.Fatalf("the context is %s", got)
			}
			check(t, m)
		})
	}
}

// What the keymap binds in a context, its view does, and what a view does has a
// binding there. Only what is bound everywhere may mean nothing somewhere.
func TestEveryBindingHasAnActionAndEveryActionABinding(t *testing.T) {
	common := map[keymap.Action]bool{}
	for _, group := range keymap.Default().Help(keymap.Everywhere) {
		for _, entry := range group.Entries {
			common[entry.Action] = true
		}
	}
	everyView(t, func(t *testing.T, m *Model) {
		for _, group := range m.opts.Keys.Help(m.context()) {
			for _, entry := range group.Entries {
				if _, ok := m.find(entry.Action); !ok && !common[entry.Action] {
					t.Errorf("%s is bound and does nothing", entry.Action)
				}
			}
		}
		seen := map[keymap.Action]bool{}
		for _, action := range m.view().Actions() {
			if _, _, ok := m.opts.Keys.Hint(m.context(), action.Name); !ok {
				t.Errorf("%s has no key", action.Name)
			}
			if seen[action.Name] {
				t.Errorf("%s is there twice", action.Name)
			}
			seen[action.Name] = true
		}
		for _, name := range m.viewHints() {
			if _, ok := m.find(name); !ok && name != keymap.CancelJob {
				t.Errorf("%s is a hint of nothing", name)
			}
		}
	})
}

// Every action can be asked for at any time: it is done, or says why it can't be.
func TestActionsOnNothing(t *testing.T) {
	everyView(t, func(_ *testing.T, m *Model) {
		for _, action := range m.view().Actions() { // some lead to another view
			_ = pane.Do(m.view(), action.Name)
		}
	})
}
