package volumes_test

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
	"jettison/ui/theme"
	"jettison/ui/volumes"
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

func snapshot(inv *model.Inventory) model.Snapshot {
	s := model.Snapshot{Inventory: inv, Link: model.LinkLive}
	for fact := range s.Facts {
		s.Facts[fact] = model.FactState{Status: model.StatusReady, At: now}
	}
	return s
}

func noMarks() *model.Marks {
	return model.NewMarks(model.NewInventory(model.Engine{}, now, nil, nil, nil))
}

func newPane(width, height int) *volumes.Pane {
	p := volumes.New(theme.New(theme.Options{NoColor: true}), keymap.Default(), noMarks())
	p.SetSize(width, height)
	p.SetSnapshot(snapshot(modeltest.Developer(1, now).Inventory()), now)
	return p
}

func view(p *volumes.Pane) string {
	lines := strings.Split(ansi.Strip(p.View()), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

func name(t *testing.T, p *volumes.Pane) string {
	t.Helper()
	v, ok := p.Current()
	if !ok {
		t.Fatal("the cursor is on nothing")
	}
	return v.Name
}

func TestFrames(t *testing.T) {
	for _, size := range [][2]int{{80, 19}, {120, 35}, {200, 45}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			golden.RequireEqual(t, view(newPane(size[0], size[1])))
		})
	}
}

func TestSortKeepsTheCursor(t *testing.T) {
	p := newPane(200, 50)
	pane.Do(p, keymap.PageDown)
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

func TestQuickFiltersAndWords(t *testing.T) {
	p := newPane(120, 30)
	_, all := p.Shown()
	shown := func(q volumes.Quick) int {
		p.SetQuick(int(q))
		n, _ := p.Shown()
		return n
	}
	used, unused, anonymous := shown(volumes.QuickInUse), shown(volumes.QuickUnused), shown(volumes.QuickAnonymous)
	if used == 0 || unused == 0 || used+unused != all || anonymous != 4 {
		t.Errorf("%d used, %d unused, %d anonymous of %d", used, unused, anonymous, all)
	}
	p.SetQuick(int(volumes.QuickAll))
	for text, want := range map[string]string{"acme-redis": "acme_redis", "ML CHECK": "ml_checkpoints"} {
		_ = p.SetFilter(text)
		if got := name(t, p); got != want {
			t.Errorf("%q shows %s", text, got)
		}
	}
	_ = p.SetFilter("no such volume")
	if !strings.Contains(p.View(), "Nothing matches the filter.") {
		t.Errorf("no word of the filter:\n%s", view(p))
	}
}

// What is not known yet, failed or is not there is said.
func TestStatesOfTheList(t *testing.T) {
	inv := model.NewInventory(model.Engine{}, now, nil, nil, nil)
	for name, tt := range map[string]struct {
		fact model.FactState
		want []string
	}{
		"loading": {model.FactState{Status: model.StatusLoading}, []string{"Listing volumes"}},
		"failed": {
			model.FactState{Status: model.StatusFailed, Problem: &model.Problem{Text: "The engine answered 500"}},
			[]string{"could not be listed", "The engine answered 500", "r tries again"},
		},
		"none": {model.FactState{Status: model.StatusReady, At: now}, []string{"There are no volumes on this engine."}},
	} {
		t.Run(name, func(t *testing.T) {
			p := volumes.New(theme.New(theme.Options{NoColor: true}), keymap.Default(), noMarks())
			p.SetSize(80, 19)
			s := snapshot(inv)
			s.Facts[model.FactVolumes] = tt.fact
			p.SetSnapshot(s, now)
			for _, want := range tt.want {
				if !strings.Contains(p.View(), want) {
					t.Errorf("no %q:\n%s", want, view(p))
				}
			}
		})
	}
}

// shop has a volume of each sort.
func shop() *model.Inventory {
	hex := strings.Repeat("0123456789abcdef", 4)
	return model.NewInventory(model.Engine{}, now, nil, []*model.Container{
		{ID: "1", Name: "db", State: model.StateRunning, Since: now.Add(-time.Hour), Volumes: []string{"data"}},
		{ID: "2", Name: "old", State: model.StateExited, Since: now.Add(-48 * time.Hour), Volumes: []string{"data", hex}},
	}, nil).WithVolumes([]*model.Volume{
		{Name: "data", Driver: "local", Size: 5e6, Created: now.Add(-240 * time.Hour), Labels: map[string]string{"com.docker.compose.project": "shop"}},
		{Name: hex, Driver: "local", Size: 1e3},
		{Name: "share", Driver: "local", Size: model.Unknown, Options: map[string]string{"type": "nfs", "device": ":/srv"}, Mountpoint: "/mnt/share"},
		{Name: "far", Driver: "rexray", Size: model.Unknown},
	})
}

func TestDetailsAndSentences(t *testing.T) {
	p := volumes.New(theme.New(theme.Options{NoColor: true}), keymap.Default(), noMarks())
	p.SetSize(140, 20)
	p.SetSnapshot(snapshot(shop()), now)
	for filter, want := range map[string][]string{
		"data":   {"data mounted by db (running for 1 hour) and old (exited 2 days ago)", "project     shop", "created     2026-10-22"},
		"012345": {"0123456789ab mounted by old (exited 2 days ago) · anonymous, as its name of 64 digits tells", "name        0123456789abcdef0123456789abcdef"},
		"share":  {"no container mounts it · size not known: the engine measures no volume with options of its driver", "options     device=:/srv\n            type=nfs", "mountpoint  /mnt/share"},
		"rexray": {"the engine measures no volume of the driver rexray", "size        not known"},
	} {
		_ = p.SetFilter(filter)
		action, _ := pane.Find(p.Actions(), keymap.Details)
		shown, _ := action.Do().(pane.ShowText)
		for _, text := range want {
			if !strings.Contains(view(p)+"\n"+shown.Text, text) {
				t.Errorf("%s: no %q in\n%s\n%s", filter, text, view(p), shown.Text)
			}
		}
	}
}

// Until the containers are known, nothing is said to be unused.
func TestUsersThatAreNotKnownYet(t *testing.T) {
	p := volumes.New(theme.New(theme.Options{NoColor: true}), keymap.Default(), noMarks())
	p.SetSize(140, 20)
	s := snapshot(shop())
	s.Facts[model.FactContainers] = model.FactState{Status: model.StatusLoading}
	s.Facts[model.FactUsage] = model.FactState{Status: model.StatusLoading}
	p.SetSnapshot(s, now)
	if text := view(p); strings.Contains(text, "unused") || strings.Contains(text, "no container") {
		t.Error(text)
	}
}

func TestEverySize(t *testing.T) {
	p := newPane(80, 24)
	for width := 1; width <= 100; width++ {
		for height := 1; height <= 100; height += 7 {
			p.SetSize(width, height)
			lines := strings.Split(p.View(), "\n")
			if len(lines) != height {
				t.Fatalf("%dx%d: %d lines", width, height, len(lines))
			}
			for _, line := range lines {
				if ansi.StringWidth(line) != width {
					t.Fatalf("%dx%d: %q", width, height, ansi.Strip(line))
				}
			}
		}
	}
	p.SetSize(0, 0)
	if p.View() != "" {
		t.Errorf("something in no room: %q", p.View())
	}
}
