package recovery

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/ui/pane"
	"jettison/ui/pane/panetest"
	"jettison/ui/theme"
)

var start = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// named returns a tagged row.
func named(inv *model.Inventory) model.Row {
	for _, row := range inv.Rows() {
		if row.Ref != "" {
			return row
		}
	}
	return model.Row{}
}

// journal returns two removals of an engine, which still has some of the images, and one
// of another engine.
func journal(inv *model.Inventory) *model.JournalHistory {
	past := &model.JournalHistory{Backups: model.Backups{}}
	here := inv.Engine
	here.Name, here.ID = "desktop-linux", "here"
	gone := func(step int, name string, size int64, digests ...string) model.PastStep {
		id := model.ImageID("sha256:" + strings.Repeat(fmt.Sprintf("%02x", 16+step), 32))
		return model.PastStep{Removed: model.Removed{
			Step: step, Op: model.Op{Action: model.ActionRemove, Target: id.Target()}, Name: name, Refs: []string{name}, Digests: digests, Size: size,
		}}
	}
	var all []model.PastStep
	for i := range 14 {
		step := gone(i, fmt.Sprintf("registry.local:5000/acme/api:1.%d.0", i), int64(3e8+i*1e7))
		past.Backups[step.Target] = []model.BackupCopy{{Name: "20261101-090000-3f2a91"}}
		all = append(all, step)
	}
	pulled := gone(14, "postgres:16", 432e6, "postgres@sha256:"+strings.Repeat("ab", 32))
	pulled.Refs = append(pulled.Refs, "postgres:latest")
	only := gone(15, "scratch/work:dev", 9e8)
	built := gone(16, "acme/tool:7", 5e8)
	built.Source = "https://git.example/acme/tool"
	row := named(inv)
	there := model.PastStep{Removed: model.Removed{Step: 17, Op: model.Op{Action: model.ActionUntag, Target: row.Image.Target()}, Name: "acme/old:name", Refs: []string{"acme/old:name"}}}
	container := model.PastStep{Removed: model.Removed{Step: 18, Op: model.Op{Action: model.ActionRemove, Target: model.ContainerID("c3").Target(), For: row.Image.Target()}, Name: "web-3"}}
	all = append(all, pulled, only, built, there, container)

	back := model.PastStep{Removed: model.Removed{
		Step: 0, Op: model.Op{Action: model.ActionRemove, Target: row.Image.Target()}, Name: row.Ref, Refs: []string{row.Ref}, Size: row.Image.Size,
	}, Tried: model.PastTry{State: model.StepDone, At: start.Add(-time.Hour)}}
	past.Removals = []model.PastRemoval{
		{ID: "20261101-090000-3f2a91", At: start.Add(-3 * time.Hour), User: "ann", Engine: here, Steps: all},
		{ID: "20261031-030000-77aa01", At: start.Add(-33 * time.Hour), Rule: "policy nightly", User: "cron", Engine: here, Steps: []model.PastStep{back}},
		{ID: "20260901-100000-0c0c0c", At: start.Add(-60 * 24 * time.Hour), User: "ann", Engine: model.Engine{Name: "build-7", Host: "ssh://build-7", ID: "there"}, Steps: []model.PastStep{pulled}},
	}
	return past
}

func known() *model.Inventory {
	inv := modeltest.Developer(7, start).Inventory()
	inv.Engine.ID, inv.Engine.Host = "here", "unix:///var/run/docker.sock"
	return inv
}

// scene is what is shown after some actions; run advances a restoration of all steps.
type scene struct {
	name    string
	content func(inv *model.Inventory) *Content
	keys    []keymap.Action
	run     func(r *model.Restoration)
}

func pasts(inv *model.Inventory) *Content { return NewContent(journal(inv), nil, inv) }

func scenes() []scene {
	return []scene{
		{name: "reading", content: func(*model.Inventory) *Content { return nil }},
		{name: "failed", content: func(inv *model.Inventory) *Content {
			return NewContent(nil, &model.Problem{Reason: model.ReasonJournal, Text: "permission denied"}, inv)
		}},
		{name: "empty", content: func(inv *model.Inventory) *Content {
			return NewContent(&model.JournalHistory{Unread: []model.Warning{{Kind: model.WarnJournalUnread, Count: 1, Place: "journal:7", Text: "unexpected end of JSON input"}}}, nil, inv)
		}},
		{name: "removals", content: pasts},
		{name: "elsewhere", content: pasts, keys: []keymap.Action{keymap.Bottom}},
		{name: "steps", content: pasts, keys: []keymap.Action{keymap.Confirm}},
		{name: "only copy", content: pasts, keys: []keymap.Action{keymap.Confirm, keymap.Bottom, keymap.Up, keymap.Up, keymap.Up}},
		{name: "marked", content: pasts, keys: []keymap.Action{keymap.Confirm, keymap.Mark, keymap.Mark}},
		{name: "taken back", content: pasts, keys: []keymap.Action{keymap.Down, keymap.Confirm}},
		{name: "steps elsewhere", content: pasts, keys: []keymap.Action{keymap.Bottom, keymap.Confirm}},
		{name: "running", content: pasts, keys: []keymap.Action{keymap.Confirm}, run: func(r *model.Restoration) {
			events := []model.RestoreEvent{{Step: 0, State: model.StepDone}, {Step: 1, State: model.StepFailed, Failure: &model.RestoreFailure{Problem: &model.Problem{Text: "the backup is damaged"}}}}
			for step := 2; step < 14; step++ {
				events = append(events, model.RestoreEvent{Step: step, State: model.StepRunning, Doing: model.RestoreLoading, Done: 1_200_000_000, Total: 4_100_000_000})
			}
			r.Apply(model.RestoreUpdate{Events: events}, start)
		}},
		{name: "pulling", content: pasts, keys: []keymap.Action{keymap.Confirm, keymap.Bottom, keymap.Up, keymap.Up, keymap.Up, keymap.Up}, run: func(r *model.Restoration) {
			r.Apply(model.RestoreUpdate{Events: []model.RestoreEvent{
				{Step: 14, State: model.StepRunning, Doing: model.RestorePulling, LayersDone: 2, Layers: 7, Done: 120_000_000, Total: 432_000_000},
			}}, start)
		}},
		{name: "ended", content: pasts, keys: []keymap.Action{keymap.Confirm, keymap.Down}, run: func(r *model.Restoration) {
			update := model.RestoreUpdate{Ended: true}
			for step := range r.Plan.Steps {
				update.Events = append(update.Events, model.RestoreEvent{Step: step, State: model.StepDone})
			}
			update.Events[1] = model.RestoreEvent{Step: 1, State: model.StepDone, Differs: []model.Difference{{Kind: model.DigestMissing, Name: "acme/api@sha256:abcdef"}}}
			update.Events[2] = model.RestoreEvent{Step: 2, State: model.StepFailed, Failure: &model.RestoreFailure{Problem: &model.Problem{Reason: model.ReasonManifestUnknown, Name: "docker.io", Ref: "such manifest"}}}
			r.Apply(update, start)
		}},
	}
}

func (s scene) pane(o theme.Options) *Pane {
	p := New(theme.New(o), keymap.Default())
	p.SetSize(80, 24)
	inv := known()
	p.SetInventory(inv, start)
	if content := s.content(inv); content != nil {
		p.SetContent(content, start)
	}
	for _, action := range s.keys {
		pane.Do(p, action)
	}
	if s.run != nil {
		run := model.NewRestoration(p.open.ID, p.plan.Choose(nil), start)
		p.SetRestoration(run)
		s.run(run)
	}
	p.Refresh(start)
	return p
}

func TestFrames(t *testing.T) {
	t.Parallel()
	for _, s := range scenes() {
		for _, size := range [][2]int{{80, 24}, {120, 40}} {
			t.Run(fmt.Sprintf("%s/%dx%d", s.name, size[0], size[1]), func(t *testing.T) {
				t.Parallel()
				p := s.pane(theme.Options{NoColor: true})
				p.SetSize(size[0], size[1])
				lines := strings.Split(ansi.Strip(p.View()), "\n")
				for i := range lines {
					lines[i] = strings.TrimRight(lines[i], " ")
				}
				golden.RequireEqual(t, strings.Join(lines, "\n"))
			})
		}
	}
}

func TestEverySizeFits(t *testing.T) {
	t.Parallel()
	for _, s := range scenes() {
		p := s.pane(theme.Options{ASCII: true, NoColor: true})
		for width := 0; width <= 130; width += 3 {
			for _, height := range []int{0, 1, 3, 4, 5, 11, 12, 18, 31} {
				p.SetSize(width, height)
				panetest.Fits(t, p.View(), width, height)
			}
		}
	}
}

// A removal of this moment has the date that commands give it.
func TestARemovalOfJustNow(t *testing.T) {
	t.Parallel()
	p := scene{content: func(inv *model.Inventory) *Content {
		past := journal(inv)
		past.Removals[0].At = start
		return NewContent(past, nil, inv)
	}}.pane(theme.Options{NoColor: true})
	if list := ansi.Strip(p.View()); !strings.Contains(list, "just now") {
		t.Errorf("not in the list:\n%s", list)
	}
	pane.Do(p, keymap.Confirm)
	if steps := ansi.Strip(p.View()); !strings.Contains(steps, "removal of just now") {
		t.Errorf("not over the steps:\n%s", steps)
	}
}

// An earlier try is dated like everything else.
func TestEarlierTriesAreDated(t *testing.T) {
	t.Parallel()
	for want, tried := range map[string]model.PastTry{
		"taken back 3 hours ago":                  {State: model.StepDone, At: start.Add(-3 * time.Hour)},
		"taken back just now":                     {State: model.StepDone, At: start},
		"taken back just now, not as it was: new": {State: model.StepDone, At: start, Differs: "new"},
		"tried 2 days ago: no space":              {State: model.StepFailed, At: start.Add(-50 * time.Hour), Why: "no space"},
	} {
		p := scene{content: func(inv *model.Inventory) *Content {
			past := journal(inv)
			past.Removals[0].Steps[0].Tried = tried
			return NewContent(past, nil, inv)
		}, keys: []keymap.Action{keymap.Confirm}}.pane(theme.Options{NoColor: true})
		if steps := ansi.Strip(p.View()); !strings.Contains(steps, want) {
			t.Errorf("no %q in\n%s", want, steps)
		}
	}
}

// The cursor stays on its removal when others are added, and moves to the newest on
// request.
func TestTheCursorFollowsItsRemoval(t *testing.T) {
	t.Parallel()
	p := scene{content: pasts, keys: []keymap.Action{keymap.Down}}.pane(theme.Options{})
	on := p.CopyText()
	more := journal(p.inv)
	newest := more.Removals[0]
	newest.ID = "20261101-115900-aaaaaa"
	more.Removals = append([]model.PastRemoval{newest}, more.Removals...)
	p.SetContent(NewContent(more, nil, p.inv), start)
	if got := p.CopyText(); got != on || p.list.Cursor() != 2 {
		t.Errorf("the cursor went from %s to %s", on, got)
	}
	pane.Do(p, keymap.Confirm)
	p.GoToNewest()
	p.SetContent(NewContent(more, nil, p.inv), start)
	if got := p.CopyText(); got != newest.ID || p.Opened() != "" {
		t.Errorf("the cursor is on %s", got)
	}
}

// A step that was taken back meanwhile is unmarked.
func TestRestoredStepsLoseTheirMarks(t *testing.T) {
	t.Parallel()
	p := scene{content: pasts, keys: []keymap.Action{keymap.Confirm, keymap.MarkAll}}.pane(theme.Options{})
	before := p.Marked()
	row := named(p.inv)
	p.open = &model.PastRemoval{ID: p.open.ID, Engine: p.open.Engine, Steps: append([]model.PastStep{}, p.open.Steps...)}
	p.open.Steps[0].Target, p.open.Steps[0].Refs = row.Image.Target(), []string{row.Ref}
	p.SetInventory(p.inv, start)
	if got := p.Marked(); got != before-1 || before != 16 {
		t.Errorf("%d of %d marks are left", got, before)
	}
}

// The steps and the list tell the size of a platform that went; one that is not known is not 0.
func TestSizeOfAPlatform(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		size              int64
		list, step, words string
	}{
		{5_000_000, " 5.0 MB ", " 5.0 MB ", "which lost a platform of 5.0 MB"},
		{model.Unknown, "", " – ", "which lost a platform"},
	} {
		inv := known()
		row := named(inv)
		past := &model.JournalHistory{Removals: []model.PastRemoval{{ID: "20261101-090000-3f2a91", At: start, Engine: inv.Engine, Steps: []model.PastStep{{Removed: model.Removed{
			Op: model.Op{Action: model.ActionRemovePlatform, Target: row.Image.Target()}, Name: row.Ref + " linux/arm64", Size: c.size,
		}}}}}}
		p := New(theme.New(theme.Options{NoColor: true}), keymap.Default())
		p.SetSize(120, 24)
		p.SetInventory(inv, start)
		p.SetContent(NewContent(past, nil, inv), start)
		if list := ansi.Strip(p.View()); !strings.Contains(list, c.list) || strings.Contains(list, "0 B") {
			t.Errorf("the list has no %q:\n%s", c.list, list)
		}
		pane.Do(p, keymap.Confirm)
		if steps := ansi.Strip(p.View()); !strings.Contains(steps, c.step) || !strings.Contains(steps, c.words+" ") || strings.Contains(steps, "0 B") {
			t.Errorf("the steps have no %q and %q:\n%s", c.step, c.words, steps)
		}
	}
}
