package disk_test

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
	"jettison/ui/disk"
	"jettison/ui/theme"
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

// snapshot is a developer's engine whose disk was measured.
func snapshot() model.Snapshot {
	w := modeltest.Developer(1, now)
	usage := &model.Usage{
		Images:     model.Totals{Count: 245, Active: 36, Size: 64e9, Reclaimable: 36e9},
		Containers: model.Totals{Count: 36, Active: 13, Size: 3e9, Reclaimable: 2.9e9},
		Volumes:    model.Totals{Count: 2, Active: 1, Size: 49e9, Reclaimable: 5e9},
		BuildCache: model.Totals{Count: 3, Active: 1, Size: 20e9, Reclaimable: 19e9},
		VolumeList: []*model.Volume{
			{Name: "pgdata", Driver: "local", Size: 44e9, Users: 1, Created: now.AddDate(0, -3, 0)},
			{Name: "old-cache", Driver: "local", Size: 5e9, Users: 0, Created: now.AddDate(-1, 0, 0)},
		},
		Cache: []*model.CacheRecord{
			{ID: "abcdefabcdefabcdef", Kind: "regular", Description: "[build 3/7] RUN go build ./...", Size: 12e9, Uses: 4, Created: now.AddDate(0, 0, -9), LastUsed: now.AddDate(0, 0, -1)},
			{ID: "012345012345012345", Kind: "source.local", Description: "local source for context", Size: 1e9, InUse: true, Created: now.AddDate(0, 0, -9), LastUsed: now},
			{ID: "fedcbafedcbafedcba", Kind: "regular", Description: "mount / from exec /bin/sh", Size: 7e9, Shared: true, Created: now.AddDate(0, 0, -4)},
		},
	}
	s := model.Snapshot{Inventory: w.Inventory().WithUsage(usage), Link: model.LinkLive}
	for fact := range s.Facts {
		s.Facts[fact] = model.FactState{Status: model.StatusReady, At: now}
	}
	return s
}

func pane(width, height int) *disk.Pane {
	p := disk.New(theme.New(theme.Options{NoColor: true}))
	p.SetSize(width, height)
	p.SetSnapshot(snapshot(), now)
	return p
}

func view(p *disk.Pane) string {
	lines := strings.Split(ansi.Strip(p.View()), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

func TestFrames(t *testing.T) {
	for _, size := range [][2]int{{80, 19}, {120, 35}} {
		p := pane(size[0], size[1])
		for c := range 4 {
			t.Run(fmt.Sprintf("%dx%d %d", size[0], size[1], c), func(t *testing.T) { golden.RequireEqual(t, view(p)) })
			p.Do(keymap.Right)
		}
	}
}

func TestStates(t *testing.T) {
	for name, state := range map[string]model.FactState{
		"loading": {Status: model.StatusLoading},
		"failed":  {Status: model.StatusFailed, Problem: &model.Problem{What: "The engine answered 500", Why: "the disk is full"}},
	} {
		t.Run(name, func(t *testing.T) {
			s := snapshot()
			s.Inventory = s.Inventory.WithUsage(nil)
			s.Facts[model.FactUsage] = state
			p := disk.New(theme.New(theme.Options{NoColor: true}))
			p.SetSize(80, 19)
			p.SetSnapshot(s, now)
			p.Do(keymap.Left) // the build cache, which nothing else knows of
			golden.RequireEqual(t, view(p))
		})
	}
}

func TestFilterNarrowsEveryList(t *testing.T) {
	p := pane(120, 40)
	p.SetFilter("CACHE")
	for want, steps := range map[int]int{1: 2} {
		for range steps {
			p.Do(keymap.Right)
		}
		if shown, all := p.Shown(); shown != want || all != 2 {
			t.Errorf("%s: %d of %d", p.At(), shown, all)
		}
	}
	p.SetFilter("nothing such")
	if !strings.Contains(p.View(), "Nothing matches the filter.") {
		t.Errorf("no word of the filter:\n%s", view(p))
	}
}

// Sorting by any column both ways keeps every item, and the cursor on its own.
func TestSortKeepsTheCursor(t *testing.T) {
	p := pane(200, 50)
	for range 4 {
		p.Do(keymap.Bottom)
		before := p.CopyText()
		for column := range p.Columns() {
			for range 2 {
				p.SortBy(column)
				if p.CopyText() != before {
					t.Fatalf("%s by %s: the cursor went from %q to %q", p.At(), p.Columns()[column], before, p.CopyText())
				}
			}
		}
		p.Do(keymap.Right)
	}
}

func TestEverySize(t *testing.T) {
	p := pane(80, 24)
	for width := 1; width < 130; width += 3 {
		for height := 1; height < 50; height += 4 {
			p.SetSize(width, height)
			lines := strings.Split(p.View(), "\n")
			if len(lines) > height {
				t.Fatalf("%dx%d: %d lines", width, height, len(lines))
			}
			for _, line := range lines {
				if ansi.StringWidth(line) > width {
					t.Fatalf("%dx%d: %q", width, height, ansi.Strip(line))
				}
			}
		}
	}
}

func TestClickChoosesCategoryAndSorts(t *testing.T) {
	p := pane(120, 35)
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
