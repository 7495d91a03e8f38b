package containers_test

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
	"jettison/ui/containers"
	"jettison/ui/theme"
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

func snapshot(inv *model.Inventory) model.Snapshot {
	s := model.Snapshot{Inventory: inv, Link: model.LinkLive}
	for fact := range s.Facts {
		s.Facts[fact] = model.FactState{Status: model.StatusReady, At: now}
	}
	return s
}

func pane(width, height int) *containers.Pane {
	p := containers.New(theme.New(theme.Options{NoColor: true}))
	p.SetSize(width, height)
	p.SetSnapshot(snapshot(modeltest.Developer(1, now).Inventory()), now)
	return p
}

func view(p *containers.Pane) string {
	lines := strings.Split(ansi.Strip(p.View()), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

func name(t *testing.T, p *containers.Pane) string {
	t.Helper()
	c, ok := p.Current()
	if !ok {
		t.Fatal("the cursor is on nothing")
	}
	return c.Name
}

func TestFrames(t *testing.T) {
	for _, size := range [][2]int{{80, 19}, {120, 35}, {200, 45}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			golden.RequireEqual(t, view(pane(size[0], size[1])))
		})
	}
}

func TestSortKeepsTheCursor(t *testing.T) {
	p := pane(200, 50)
	p.Do(keymap.PageDown)
	before := name(t, p)
	for column, title := range p.Columns() {
		for range 2 {
			p.SortBy(column)
			if name(t, p) != before {
				t.Fatalf("by %s the cursor went from %s to %s", title, before, name(t, p))
			}
		}
	}
}

// A refresh in which containers came and went leaves the cursor on its own.
func TestRefreshKeepsTheCursor(t *testing.T) {
	p := pane(120, 30)
	inv := modeltest.Developer(1, now).Inventory()
	p.Do(keymap.Down)
	p.Do(keymap.Down)
	before := name(t, p)
	var fewer []*model.Container
	for i, c := range inv.Containers() {
		if i%2 == 0 || c.Name == before {
			fewer = append(fewer, c)
		}
	}
	p.SetSnapshot(snapshot(inv.WithContainers(fewer)), now)
	if name(t, p) != before {
		t.Errorf("the cursor went from %s to %s", before, name(t, p))
	}
}

func TestFilters(t *testing.T) {
	p := pane(120, 30)
	_, all := p.Shown()
	p.SetQuick(containers.QuickRunning)
	running, _ := p.Shown()
	p.SetQuick(containers.QuickStopped)
	stopped, _ := p.Shown()
	if running == 0 || stopped == 0 || running+stopped != all {
		t.Errorf("%d running and %d stopped of %d", running, stopped, all)
	}
	p.SetQuick(containers.QuickAll)
	p.SetFilter("RUNNING")
	if shown, _ := p.Shown(); shown != running {
		t.Errorf("the word running shows %d, the quick filter %d", shown, running)
	}
	p.SetFilter("no such container")
	if !strings.Contains(p.View(), "Nothing matches the filter.") {
		t.Errorf("no word of the filter:\n%s", view(p))
	}
}

func TestFailureIsExplained(t *testing.T) {
	p := containers.New(theme.New(theme.Options{NoColor: true}))
	p.SetSize(80, 19)
	s := snapshot(model.NewInventory(model.Engine{}, now, nil, nil, nil))
	s.Facts[model.FactContainers] = model.FactState{Status: model.StatusFailed, Problem: &model.Problem{What: "The engine answered 500"}}
	p.SetSnapshot(s, now)
	for _, want := range []string{"could not be listed", "The engine answered 500", "r tries again"} {
		if !strings.Contains(p.View(), want) {
			t.Errorf("no %q:\n%s", want, view(p))
		}
	}
}

func TestEverySize(t *testing.T) {
	p := pane(80, 24)
	for width := 1; width < 130; width += 3 {
		for height := 1; height < 40; height += 5 {
			p.SetSize(width, height)
			for line := range strings.SplitSeq(p.View(), "\n") {
				if ansi.StringWidth(line) > width {
					t.Fatalf("%dx%d: %q", width, height, ansi.Strip(line))
				}
			}
		}
	}
}
