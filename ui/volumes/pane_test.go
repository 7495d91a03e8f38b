package volumes_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/ui/pane"
	"jettison/ui/pane/panetest"
	"jettison/ui/theme"
	"jettison/ui/volumes"
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

func noMarks() *model.Marks {
	return model.NewMarks(model.NewInventory(model.Engine{}, now, nil, nil, nil))
}

func newPane(width, height int) *volumes.Pane {
	p := volumes.New(theme.New(theme.Options{NoColor: true}), keymap.Default(), noMarks())
	p.SetSize(width, height)
	p.SetSnapshot(panetest.Snapshot(modeltest.Developer(1, now).Inventory(), now), now)
	return p
}

func name(t *testing.T, p *volumes.Pane) string {
	t.Helper()
	v, ok := p.Current()
	if !ok {
		t.Fatal("the cursor is on nothing")
	}
	return v.Target().ID
}

func TestFrames(t *testing.T) {
	for _, size := range [][2]int{{80, 19}, {120, 35}, {200, 45}} {
		t.Run(fmt.Sprintf("%dx%d", size[0], size[1]), func(t *testing.T) {
			golden.RequireEqual(t, panetest.View(newPane(size[0], size[1])))
		})
	}
}

func TestSortKeepsTheCursor(t *testing.T) {
	p := newPane(200, 50)
	panetest.SortsKeepTheCursor(t, p, func() string { return name(t, p) })
}

func TestFilters(t *testing.T) {
	p := newPane(120, 30)
	_, all := p.Shown()
	used, unused, anonymous := panetest.Quick(t, p, "in use"), panetest.Quick(t, p, "unused"), panetest.Quick(t, p, "anonymous")
	if used == 0 || unused == 0 || used+unused != all || anonymous != 4 {
		t.Errorf("%d used, %d unused, %d anonymous of %d", used, unused, anonymous, all)
	}
	panetest.Quick(t, p, "all")
	if shown := panetest.Filter(t, p, "unused"); shown != unused {
		t.Errorf("the word unused shows %d, the quick filter %d", shown, unused)
	}
	if panetest.Filter(t, p, "ML CHECK") != 1 || name(t, p) != "ml_checkpoints" {
		t.Errorf("words show %s", name(t, p))
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
	p.SetSnapshot(panetest.Snapshot(shop(), now), now)
	for filter, want := range map[string][]string{
		"data":          {"data mounted by db (running for 1 hour) and old (exited 2 days ago)", "project     shop", "created     2026-10-22"},
		"012345":        {"0123456789ab mounted by old (exited 2 days ago) · anonymous, as its name of 64 digits tells", "name        0123456789abcdef0123456789abcdef"},
		"share":         {"no container mounts it · size not known: the engine measures no volume with options of its driver", "options     device=:/srv\n            type=nfs", "mountpoint  /mnt/share"},
		"driver:rexray": {"the engine measures no volume of the driver rexray", "size        not known"},
	} {
		panetest.Filter(t, p, filter)
		action, _ := pane.Find(p.Actions(), keymap.Details)
		shown, _ := action.Do().(pane.ShowText)
		for _, text := range want {
			if !strings.Contains(panetest.View(p)+"\n"+shown.Text, text) {
				t.Errorf("%s: no %q in\n%s\n%s", filter, text, panetest.View(p), shown.Text)
			}
		}
	}
}

// Until the containers are known, nothing is said to be unused.
func TestUsersThatAreNotKnownYet(t *testing.T) {
	p := volumes.New(theme.New(theme.Options{NoColor: true}), keymap.Default(), noMarks())
	p.SetSize(140, 20)
	s := panetest.Snapshot(shop(), now)
	s.Facts[model.FactContainers] = model.FactState{Status: model.StatusLoading}
	s.Facts[model.FactUsage] = model.FactState{Status: model.StatusLoading}
	p.SetSnapshot(s, now)
	if text := panetest.View(p); strings.Contains(text, "unused") || strings.Contains(text, "no container") {
		t.Error(text)
	}
}
