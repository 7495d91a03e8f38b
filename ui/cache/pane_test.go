package cache_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/size"
	"jettison/ui/cache"
	"jettison/ui/pane"
	"jettison/ui/pane/panetest"
	"jettison/ui/theme"
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// newPane is a pane over the records of an inventory, with the marks that it sets.
func newPane(inv *model.Inventory, width, height int) (*cache.Pane, *model.Marks) {
	marks := model.NewMarks(inv)
	p := cache.New(theme.New(theme.Options{NoColor: true}), keymap.Default(), marks)
	p.SetSize(width, height)
	p.SetSnapshot(panetest.Snapshot(inv, now), now)
	return p, marks
}

// records are a base ← deps ← app, and a cache mount that a build uses.
func records() *model.Inventory {
	return model.NewInventory(model.Engine{Store: model.StoreGraph}, now, nil, nil, &model.Usage{Cache: []*model.CacheRecord{
		{ID: "base0", Type: model.CacheRegular, Size: 90e6, Shared: true, Description: "pulled from docker.io/library/node:22", Created: now.AddDate(0, -3, 0), Uses: 1},
		{ID: "deps0", Type: model.CacheRegular, Size: 50e6, Parents: []string{"base0"}, Description: "[deps 2/2] RUN /bin/sh -c npm ci", Created: now.AddDate(0, -2, 0), LastUsed: now.AddDate(0, 0, -2), Uses: 3},
		{ID: "app00", Type: model.CacheRegular, Size: 20e6, Parents: []string{"deps0"}, Description: "[build 3/3] RUN npm run build", Created: now.AddDate(0, -2, 0), LastUsed: now.AddDate(0, -2, 0), Uses: 1},
		{ID: "mount", Type: model.CacheMount, Size: model.Unknown, InUse: true, Description: "cached mount /root/.npm from exec /bin/sh -c npm ci with id \"//root/.npm\"", Created: now.AddDate(0, -2, 0), LastUsed: now, Uses: 9},
	}})
}

func TestFrames(t *testing.T) {
	for _, cells := range [][2]int{{80, 19}, {120, 35}, {200, 45}} {
		t.Run(fmt.Sprintf("%dx%d", cells[0], cells[1]), func(t *testing.T) {
			p, _ := newPane(modeltest.Developer(1, now).Inventory(), cells[0], cells[1])
			pane.Do(p, keymap.Mark)
			golden.RequireEqual(t, panetest.View(p))
		})
	}
}

func TestMarksAndPlan(t *testing.T) {
	t.Parallel()
	p, marks := newPane(records(), 100, 20)
	if intent, ok := pane.Do(p, keymap.Plan).(pane.OpenPlan); !ok || len(intent.Keys) != 1 || intent.Keys[0].ID != "base0" {
		t.Errorf("without marks the plan is of the row: %+v", intent)
	}
	pane.Do(p, keymap.Down)
	pane.Do(p, keymap.Range)
	pane.Do(p, keymap.Down)
	pane.Do(p, keymap.Range)
	if marks.Len() != 2 || marks.Reclaim() != size.Exact(70e6) {
		t.Errorf("a range marks %v, %v", marks.Keys(), marks.Reclaim())
	}
	if intent, ok := pane.Do(p, keymap.Plan).(pane.OpenPlan); !ok || len(intent.Keys) != 2 {
		t.Errorf("the plan is of the marks: %+v", intent)
	}
	pane.Do(p, keymap.Invert)
	if marks.Len() != 2 || marks.Blocked() != 2 {
		t.Errorf("turned around: %v, %d blocked", marks.Keys(), marks.Blocked())
	}
	pane.Do(p, keymap.MarkAll)
	if marks.Len() != 4 || marks.Blocked() != 1 || marks.Reclaim() != size.Exact(70e6) {
		t.Errorf("all: %v, %d blocked, %v", marks.Keys(), marks.Blocked(), marks.Reclaim())
	}
	if _, ok := pane.Do(p, keymap.ClearMarks).(pane.ClearMarks); !ok {
		t.Error("the marks are not cleared")
	}
}

func TestAMarkSaysThatABuildUsesTheRecord(t *testing.T) {
	t.Parallel()
	p, marks := newPane(records(), 100, 20)
	panetest.Quick(t, p, "in use")
	said, ok := pane.Do(p, keymap.Mark).(pane.Say)
	if !ok || !strings.Contains(said.Text, "A build uses the record") || marks.Len() != 1 {
		t.Errorf("it says %q, and %d are marked", said.Text, marks.Len())
	}
	if said, ok := pane.Do(p, keymap.Pin).(pane.Say); !ok || !strings.Contains(said.Text, "jettison pin kind:cache") {
		t.Errorf("of a pin it says %q", said.Text)
	}
}

func TestFilters(t *testing.T) {
	t.Parallel()
	p, _ := newPane(records(), 100, 20)
	for name, want := range map[string]int{"all": 4, "free": 2, "unused for a month": 2, "cache mounts": 1, "sources": 0, "shared": 1, "in use": 1} {
		if shown := panetest.Quick(t, p, name); shown != want {
			t.Errorf("%s: %d", name, shown)
		}
	}
	panetest.Quick(t, p, "all")
	panetest.Filter(t, p, "npm deps")
	if r, ok := p.Current(); !ok || r.Target().ID != "deps0" {
		t.Errorf("the filter shows %v", r)
	}
}

func TestDetails(t *testing.T) {
	t.Parallel()
	p, _ := newPane(records(), 100, 20)
	pane.Do(p, keymap.Down)
	shown, _ := pane.Do(p, keymap.Details).(pane.ShowText)
	for _, text := range []string{"RUN npm ci", "deps 2/2", "3 times", "frees         50 MB", "built on      base image docker.io/library/node:22", "RUN npm run build (20 MB, free, app00)"} {
		if !strings.Contains(shown.Text, text) {
			t.Errorf("no %q in\n%s", text, shown.Text)
		}
	}
}

func TestEmptyStates(t *testing.T) {
	t.Parallel()
	nothing := model.NewInventory(model.Engine{Store: model.StoreGraph}, now, nil, nil, &model.Usage{})
	p, _ := newPane(nothing, 100, 20)
	loading, failed, podman := panetest.Snapshot(nothing.WithUsage(nil), now), panetest.Snapshot(nothing.WithUsage(nil), now), panetest.Snapshot(nothing, now)
	loading.Facts[model.FactUsage] = model.FactState{Status: model.StatusLoading}
	failed.Facts[model.FactUsage] = model.FactState{Status: model.StatusFailed, Problem: &model.Problem{}}
	podman.Inventory = nothing.WithEngine(model.Engine{Store: model.StorePodman})
	for want, s := range map[string]model.Snapshot{
		"The build cache is empty.": panetest.Snapshot(nothing, now), "Measuring the build cache": loading,
		"The build cache could not be measured.": failed, "Podman has no build cache of its own.": podman,
	} {
		p.SetSnapshot(s, now)
		if got := panetest.View(p); !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
}
