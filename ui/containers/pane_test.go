package containers_test

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/version"
	"jettison/ui/containers"
	"jettison/ui/pane"
	"jettison/ui/pane/panetest"
	"jettison/ui/theme"
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

func empty() *containers.Pane {
	return containers.New(theme.New(theme.Options{NoColor: true}), keymap.Default(), model.NewMarks(&model.Inventory{}))
}

func newPane(width, height int) *containers.Pane {
	p := empty()
	p.SetSize(width, height)
	p.SetSnapshot(panetest.Snapshot(modeltest.Developer(1, now).Inventory(), now), now)
	return p
}

func name(t *testing.T, p *containers.Pane) string {
	t.Helper()
	c, ok := p.Current()
	if !ok {
		t.Fatal("the cursor is on nothing")
	}
	return c.Called()
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
	running, stopped := panetest.Quick(t, p, "running"), panetest.Quick(t, p, "stopped")
	if running == 0 || stopped == 0 || running+stopped != all {
		t.Errorf("%d running and %d stopped of %d", running, stopped, all)
	}
	panetest.Quick(t, p, "all")
	if shown := panetest.Filter(t, p, "RUNNING"); shown != running {
		t.Errorf("the word running shows %d, the quick filter %d", shown, running)
	}
	if shown := panetest.Filter(t, p, "stopped exit!=0"); shown == 0 || shown >= stopped {
		t.Errorf("%d of %d failed", shown, stopped)
	}
}

// listed returns the containers from the top of the list to its end.
func listed(t *testing.T, p *containers.Pane) []*model.Container {
	t.Helper()
	pane.Do(p, keymap.Top)
	shown, _ := p.Shown()
	list := make([]*model.Container, shown)
	for i := range list {
		on, _ := p.Current()
		list[i], _ = on.(*model.Container)
		pane.Do(p, keymap.Down)
	}
	return list
}

func TestEveryColumnSortsBothWays(t *testing.T) {
	inv := modeltest.Developer(1, now).Inventory()
	holds := model.NewHolds(inv)
	name := func(c *model.Container) string { n, _ := inv.ImageName(c); return n }
	compare := map[string]func(a, b *model.Container) int{
		"STATE":    func(a, b *model.Container) int { return cmp.Compare(a.State.Rank(), b.State.Rank()) },
		"NAME":     func(a, b *model.Container) int { return version.Compare(a.Name, b.Name) },
		"IMAGE":    func(a, b *model.Container) int { return version.Compare(name(a), name(b)) },
		"IMAGE ID": func(a, b *model.Container) int { return cmp.Compare(a.Image, b.Image) },
		"SIZE":     func(a, b *model.Container) int { return cmp.Compare(a.Size, b.Size) },
		"SINCE":    func(a, b *model.Container) int { return a.Since.Compare(b.Since) },
		"CREATED":  func(a, b *model.Container) int { return a.Created.Compare(b.Created) },
		"HOLDS": func(a, b *model.Container) int {
			x, y := holds.Of(a), holds.Of(b)
			return cmp.Or(cmp.Compare(x.Unique.Min, y.Unique.Min), cmp.Compare(x.Images(), y.Images()))
		},
		"WITH": func(a, b *model.Container) int { return cmp.Compare(holds.Of(a).Holders(), holds.Of(b).Holders()) },
	}
	p := newPane(200, 50)
	for column, title := range p.Columns() {
		for range 2 {
			p.SortBy(column)
			_, descending := p.Order()
			list := listed(t, p)
			for i := 1; i < len(list); i++ {
				order := compare[title](list[i-1], list[i])
				if descending {
					order = -order
				}
				if order > 0 || order == 0 && list[i-1].ID >= list[i].ID {
					t.Errorf("%s, descending %v: %s before %s", title, descending, list[i-1].Name, list[i].Name)
				}
			}
		}
	}
}

// made returns an inventory of a base, an image built on it, and containers of both.
func made(change func(inv *model.Inventory, c []*model.Container)) *model.Inventory {
	id := func(digit string) model.ImageID { return model.ImageID("sha256:" + strings.Repeat(digit, 64)) }
	images := []*model.Image{
		{ID: id("a"), Tags: []string{"base:1"}, Size: 70e6, SharedSize: 70e6},
		{ID: id("b"), Parent: id("a"), Tags: []string{"app:1"}, Size: 100e6, SharedSize: 70e6},
	}
	list := make([]*model.Container, 0, 3)
	for i, digit := range []string{"b", "b", "a"} {
		list = append(list, &model.Container{
			ID: model.ContainerID(strings.Repeat(strconv.Itoa(i+1), 64)), Name: "c" + strconv.Itoa(i+1), Image: id(digit),
			ImageRef: map[string]string{"a": "base:1", "b": "app:1"}[digit], State: model.StateExited, Size: model.Unknown,
		})
	}
	inv := model.NewInventory(model.Engine{Store: model.StoreGraph}, now, images, list, nil)
	change(inv, list)
	return inv
}

func TestBlockedImagesAreNamed(t *testing.T) {
	tests := []struct {
		name   string
		change func(inv *model.Inventory, c []*model.Container)
		want   string
	}{
		{"another has the same image", func(*model.Inventory, []*model.Container) {}, "c1 holds app:1 + 1 ancestor, 30 MB · so does 1 other container"},
		{"renamed", func(_ *model.Inventory, c []*model.Container) { c[0].ImageRef = "app:0" }, "c1 holds bbbbbbbbbbbb (was app:0) + 1 ancestor"},
		{"gone", func(_ *model.Inventory, c []*model.Container) { c[0].Image = "sha256:cccccccccccccccc" }, "c1 was created from an image that is gone: cccccccccccc"},
		{"on top", func(_ *model.Inventory, c []*model.Container) { c[2].State = model.StateRunning }, "c3 holds base:1, 0 B · so do 2 containers of images on top"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := empty()
			p.SetSize(120, 12)
			p.SetSnapshot(panetest.Snapshot(made(tt.change), now), now)
			if !strings.Contains(panetest.View(p), tt.want) {
				t.Errorf("no %q in\n%s", tt.want, panetest.View(p))
			}
		})
	}
}

func TestUnknownSizes(t *testing.T) {
	p := empty()
	p.SetSize(100, 12)
	s := panetest.Snapshot(made(func(*model.Inventory, []*model.Container) {}), now)
	p.SetSnapshot(s, now)
	size := func() string {
		cells := strings.Fields(strings.Split(panetest.View(p), "\n")[1])
		return cells[slices.Index(cells, "app:1")+1]
	}
	if got := size(); got != "·" {
		t.Errorf("an unknown size is %q", got)
	}
	s.Facts[model.FactUsage].Status = model.StatusLoading
	p.SetSnapshot(s, now)
	if got := size(); got != "…" {
		t.Errorf("a size that is being measured is %q", got)
	}
}

// What becomes of a container by itself stands below the list.
func TestFactsOfAContainer(t *testing.T) {
	w := modeltest.New(1, now)
	image := w.Build(modeltest.Recipe{Tags: []string{"app:1"}, Add: []modeltest.Instruction{modeltest.Run("a", 1000)}})
	w.Run(modeltest.Start{Image: image, Name: "shell", AutoRemove: true, Labels: map[string]string{"com.docker.compose.project": "shop"}})
	p := empty()
	p.SetSnapshot(panetest.Snapshot(w.Inventory(), now), now)
	for height, shown := range map[int]bool{12: false, 16: true, 30: true} {
		p.SetSize(100, height)
		text := panetest.View(p)
		if strings.Contains(text, "project shop · it goes by itself once it stops (--rm)") != shown || strings.Count(text, "\n")+1 != height {
			t.Errorf("%d rows:\n%s", height, text)
		}
	}
}

// Containers are marked, filtered by their marks and planned; what can't be marked says why.
func TestMarkedContainers(t *testing.T) {
	inv := model.NewInventory(model.Engine{Store: model.StorePodman}, now, nil, []*model.Container{
		{ID: "1", Name: "a-run", State: model.StateRunning},
		{ID: "2", Name: "b-build", State: model.StateStorage, External: true},
		{ID: "3", Name: "c-kept", State: model.StateExited},
		{ID: "4", Name: "d-ended", State: model.StateExited},
	}, nil)
	inv = inv.WithPins(model.Pins{{Target: model.ContainerID("3").Target()}: {Query: "kind:container name:c-kept"}})
	marks := model.NewMarks(inv)
	p := containers.New(theme.New(theme.Options{NoColor: true}), keymap.Default(), marks)
	p.SetSize(100, 20)
	p.SetSnapshot(panetest.Snapshot(inv, now), now)
	p.SortBy(1)
	said := map[string]string{}
	for range inv.Containers() {
		on, _ := p.Current()
		if say, ok := pane.Do(p, keymap.Mark).(pane.Say); ok {
			said[on.Called()] = say.Text
		}
	}
	want := map[string]string{
		"b-build": "It is of a build: `podman rm -f b-build` removes it.",
		"c-kept":  "It is pinned by kind:container name:c-kept and can't be marked.",
	}
	if !maps.Equal(said, want) {
		t.Errorf("it said %q", said)
	}
	for filter, n := range map[string]int{"marked": 2, "-marked": 2, "marked exited": 1, "pinned": 1} {
		if got := panetest.Filter(t, p, filter); got != n {
			t.Errorf("%s shows %d, want %d", filter, got, n)
		}
	}
	panetest.Filter(t, p, "")
	open, ok := pane.Do(p, keymap.Plan).(pane.OpenPlan)
	if !ok || len(open.Keys) != 2 {
		t.Errorf("planned %+v", open)
	}
	marks.Clear()
	panetest.Filter(t, p, "b-build")
	if say, ok := pane.Do(p, keymap.Plan).(pane.Say); !ok || say.Text != want["b-build"] {
		t.Errorf("a plan of what can't be marked says %+v", say)
	}
}

func TestEverySize(t *testing.T) {
	p := empty()
	p.SetSnapshot(panetest.Snapshot(made(func(*model.Inventory, []*model.Container) {}), now), now)
	panetest.FitsEverySize(t, p)
}
