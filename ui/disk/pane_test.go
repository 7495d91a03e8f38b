package disk_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/exp/golden"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/ui/disk"
	"jettison/ui/pane"
	"jettison/ui/pane/panetest"
	"jettison/ui/theme"
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// snapshot returns a developer's engine whose disk usage was measured.
func snapshot() model.Snapshot {
	w := modeltest.Developer(1, now)
	usage := &model.Usage{
		OfContainer: w.Inventory().Usage.OfContainer,
		Images:      model.Totals{Count: 245, Active: 36, Size: 64e9, Reclaimable: 36e9},
		Containers:  model.Totals{Count: 36, Active: 13, Size: 3e9, Reclaimable: 2.9e9},
		Volumes:     model.Totals{Count: 2, Active: 1, Size: 49e9, Reclaimable: 5e9},
		BuildCache:  model.Totals{Count: 3, Active: 1, Size: 20e9, Reclaimable: 19e9},
		VolumeList: []*model.Volume{
			{Name: "pgdata", Driver: "local", Size: 44e9, Users: 1, Created: now.AddDate(0, -3, 0)},
			{Name: "old-cache", Driver: "local", Size: 5e9, Users: 0, Created: now.AddDate(-1, 0, 0)},
		},
		Cache: []*model.CacheRecord{
			{ID: "abcdefabcdefabcdef", Type: "regular", Description: "[build 3/7] RUN go build ./...", Size: 12e9, Uses: 4, Created: now.AddDate(0, 0, -9), LastUsed: now.AddDate(0, 0, -1)},
			{ID: "012345012345012345", Type: "source.local", Description: "local source for context", Size: 1e9, InUse: true, Created: now.AddDate(0, 0, -9), LastUsed: now},
			{ID: "fedcbafedcbafedcba", Type: "regular", Description: "mount / from exec /bin/sh", Size: 7e9, Shared: true, Created: now.AddDate(0, 0, -4)},
		},
	}
	s := model.Snapshot{Inventory: w.Inventory().WithUsage(usage), Link: model.LinkLive}
	for fact := range s.Facts {
		s.Facts[fact] = model.FactState{Status: model.StatusReady, At: now}
	}
	return s
}

func newPane(width, height int) *disk.Pane {
	p := disk.New(theme.New(theme.Options{NoColor: true}), keymap.Default(), model.NewMarks(snapshot().Inventory))
	p.SetSize(width, height)
	p.SetSnapshot(snapshot(), now)
	return p
}

func TestFrames(t *testing.T) {
	for _, size := range [][2]int{{80, 19}, {120, 35}} {
		p := newPane(size[0], size[1])
		for c := range 4 {
			t.Run(fmt.Sprintf("%dx%d %d", size[0], size[1], c), func(t *testing.T) { golden.RequireEqual(t, panetest.View(p)) })
			pane.Do(p, keymap.Right)
		}
	}
}

func TestStates(t *testing.T) {
	for name, state := range map[string]model.FactState{
		"loading": {Status: model.StatusLoading},
		"failed":  {Status: model.StatusFailed, Problem: &model.Problem{Text: "The engine answered 500: the disk is full"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := snapshot()
			s.Inventory = s.Inventory.WithUsage(nil)
			s.Facts[model.FactUsage] = state
			p := disk.New(theme.New(theme.Options{NoColor: true}), keymap.Default(), model.NewMarks(snapshot().Inventory))
			p.SetSize(80, 19)
			p.SetSnapshot(s, now)
			pane.Do(p, keymap.Left) // the build cache, which only the engine knows
			golden.RequireEqual(t, panetest.View(p))
		})
	}
}

func TestFilterNarrowsEveryList(t *testing.T) {
	p := newPane(120, 40)
	_ = p.SetFilter("CACHE")
	for want, steps := range map[int]int{1: 2} {
		for range steps {
			pane.Do(p, keymap.Right)
		}
		if shown, all := p.Shown(); shown != want || all != 2 {
			t.Errorf("%s: %d of %d", p.At(), shown, all)
		}
	}
	_ = p.SetFilter("nothing such")
	if !strings.Contains(p.View(), "Nothing matches the filter.") {
		t.Errorf("no word of the filter:\n%s", panetest.View(p))
	}
}

// Sorting by any column in both orders keeps all items, and the cursor on its item.
func TestSortKeepsTheCursor(t *testing.T) {
	p := newPane(200, 50)
	for range 4 {
		pane.Do(p, keymap.Bottom)
		before := p.CopyText()
		for column := range p.Columns() {
			for range 2 {
				p.SortBy(column)
				if p.CopyText() != before {
					t.Fatalf("%s by %s: the cursor went from %q to %q", p.At(), p.Columns()[column], before, p.CopyText())
				}
			}
		}
		pane.Do(p, keymap.Right)
	}
}

// column returns the cells below a title in the frame.
func column(t *testing.T, p *disk.Pane, title string) []string {
	t.Helper()
	lines := strings.Split(strings.ReplaceAll(panetest.View(p), "▸", " "), "\n")[9:]
	header := []rune(lines[0])
	at := strings.Index(strings.NewReplacer("↑", " ", "↓", " ").Replace(string(header)), title)
	if at < 0 {
		t.Fatalf("no column %q in %q", title, string(header))
	}
	var cells []string
	for _, line := range lines[1:] {
		cell := []rune(line + strings.Repeat(" ", 200))
		from, to := at, at
		for from > 0 && (cell[from-1] != ' ' || cell[max(0, from-2)] != ' ') {
			from--
		}
		for to < len(cell)-1 && (cell[to] != ' ' || cell[to+1] != ' ') {
			to++
		}
		cells = append(cells, strings.TrimSpace(string(cell[from:to])))
	}
	return cells
}

// small returns a snapshot in which every column has a tie and values that sort differently
// as text than as numbers or versions.
func small() model.Snapshot {
	image := func(digit, ref string, size, shared int64, age int) *model.Image {
		return &model.Image{
			ID: model.ImageID("sha256:" + strings.Repeat(digit, 64)), Tags: []string{ref}, Size: size, SharedSize: shared,
			Created: now.AddDate(0, 0, -age),
		}
	}
	images := []*model.Image{
		image("1", "app:1.10", 9e6, 1e6, 3), image("2", "app:1.9", 80e6, 1e6, 10), image("3", "web:1.9", 80e6, 30e6, 10),
	}
	usage := &model.Usage{
		VolumeList: []*model.Volume{
			{Name: "v-10", Driver: "local", Size: 9e6, Users: 2, Created: now.AddDate(0, 0, -3)},
			{Name: "v-2", Driver: "local", Size: 80e6, Users: 10, Created: now.AddDate(0, 0, -3)},
			{Name: "v-3", Driver: "nfs", Size: model.Unknown, Users: model.Unknown},
		},
	}
	s := model.Snapshot{Inventory: model.NewInventory(model.Engine{}, now, images, nil, usage), Link: model.LinkLive}
	for fact := range s.Facts {
		s.Facts[fact] = model.FactState{Status: model.StatusReady, At: now}
	}
	return s
}

func TestEveryColumnSortsBothWays(t *testing.T) {
	images := map[string][2]string{
		"REPOSITORY": {"1 2 3", "3 1 2"}, "TAG": {"2 3 1", "1 2 3"}, "IMAGE ID": {"1 2 3", "3 2 1"},
		"CREATED": {"2 3 1", "1 2 3"}, "SIZE": {"1 2 3", "2 3 1"}, "SHARED": {"1 2 3", "3 1 2"},
		"UNIQUE": {"1 3 2", "2 3 1"}, "USED BY": {"1 2 3", "1 2 3"},
	}
	volumes := map[string][2]string{
		"NAME": {"v-2 v-3 v-10", "v-10 v-3 v-2"}, "USED BY": {"v-3 v-10 v-2", "v-2 v-10 v-3"},
		"SIZE": {"v-3 v-10 v-2", "v-2 v-10 v-3"}, "CREATED": {"v-3 v-10 v-2", "v-10 v-2 v-3"},
		"DRIVER": {"v-10 v-2 v-3", "v-3 v-10 v-2"},
	}
	p := disk.New(theme.New(theme.Options{NoColor: true}), keymap.Default(), model.NewMarks(snapshot().Inventory))
	p.SetSize(160, 40)
	p.SetSnapshot(small(), now)
	check := func(wants map[string][2]string, identity string) {
		t.Helper()
		for i, title := range p.Columns() {
			want, ok := wants[title]
			if !ok {
				t.Errorf("nobody expects the column %s of %s", title, p.At())
			}
			for range 2 {
				p.SortBy(i)
				_, descending := p.Order()
				order := want[0]
				if descending {
					order = want[1]
				}
				cells := column(t, p, identity)[:3]
				for j := range cells {
					if p.At() == disk.Images {
						cells[j] = cells[j][:1]
					}
				}
				if got := strings.Join(cells, " "); got != order {
					t.Errorf("%s by %s, descending %v: %s, want %s", p.At(), title, descending, got, order)
				}
			}
		}
	}
	check(images, "IMAGE ID")
	pane.Do(p, keymap.Right)
	pane.Do(p, keymap.Right)
	check(volumes, "NAME")
}

func TestCurrency(t *testing.T) {
	tests := []struct {
		name   string
		change func(s *model.Snapshot)
		want   string
	}{
		{"live", func(*model.Snapshot) {}, "── Images " + strings.Repeat("─", 70)},
		{"again", func(s *model.Snapshot) { s.Facts[model.FactUsage].Status = model.StatusLoading }, "measured 12:00, measuring again…"},
		{"failed", func(s *model.Snapshot) { s.Facts[model.FactUsage].Status = model.StatusFailed }, "▲ measured 12:00, not since: r tries again"},
		{"stale", func(s *model.Snapshot) { s.Link = model.LinkStale }, "○ measured 12:00, stale"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			s := snapshot()
			tt.change(&s)
			p := newPane(80, 19)
			p.SetSnapshot(s, now)
			if !strings.Contains(panetest.View(p), tt.want) {
				t.Errorf("no %q in\n%s", tt.want, panetest.View(p))
			}
		})
	}
}

func TestApproximateFiguresAreMarked(t *testing.T) {
	for store, want := range map[model.Store]string{
		model.StoreGraph: "   36 GB  56%", model.StoreContainerd: "  ≈36 GB  56%", model.StorePodman: "  ≈36 GB  56%",
	} {
		s := snapshot()
		s.Inventory = s.Inventory.WithEngine(model.Engine{Store: store})
		p := newPane(80, 19)
		p.SetSnapshot(s, now)
		if !strings.Contains(panetest.View(p), want) {
			t.Errorf("%s: no %q in\n%s", store, want, panetest.View(p))
		}
	}
}

func TestBarsAreOfTheWhole(t *testing.T) {
	p := newPane(120, 35)
	free, used := 0, 0
	for _, line := range strings.Split(panetest.View(p), "\n")[4:8] {
		used += strings.Count(line, "━")
		free += strings.Count(line, "╍")
	}
	// 136 GB in 56 cells, 63 GB of it reclaimable; slivers are rounded up.
	if total := used + free; total < 54 || total > 60 || free < 24 || free > 28 {
		t.Errorf("%d cells in use and %d reclaimable", used, free)
	}
}

func TestEverySize(t *testing.T) {
	p := newPane(80, 24)
	panetest.FitsEverySize(t, p)
}

func TestClickChoosesCategoryAndSorts(t *testing.T) {
	p := newPane(120, 35)
	p.Click(5, 4+2)
	if p.At() != disk.Volumes {
		t.Fatalf("a click on the third total shows %s", p.At())
	}
	_, down := p.Order()
	p.Click(5, 4+4+1)
	if _, now := p.Order(); now == down {
		t.Error("a click on the title did not turn the order around")
	}
}
