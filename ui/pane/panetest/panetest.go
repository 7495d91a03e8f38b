// Package panetest has what the tests of panes and views share.
package panetest

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"jettison/keymap"
	"jettison/model"
	"jettison/ui/dialog"
	"jettison/ui/pane"
)

// Snapshot returns a snapshot in which every fact of an inventory is known.
func Snapshot(inv *model.Inventory, now time.Time) model.Snapshot {
	s := model.Snapshot{Inventory: inv, Link: model.LinkLive}
	for fact := range s.Facts {
		s.Facts[fact] = model.FactState{Status: model.StatusReady, At: now}
	}
	return s
}

// View returns what a pane shows, without colors and trailing spaces.
func View(p pane.Pane) string {
	lines := strings.Split(ansi.Strip(p.View()), "\n")
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

// Quick puts the quick filter of a name in force, and returns how many things it shows.
func Quick(t *testing.T, p pane.Pane, name string) int {
	t.Helper()
	_, items := p.QuickMenu()
	item := slices.IndexFunc(items, func(i dialog.Item) bool { return i.Label == name })
	if item < 0 {
		t.Fatalf("there is no quick filter %q", name)
	}
	p.SetQuick(item)
	shown, _ := p.Shown()
	return shown
}

// Filter puts a filter in force, and returns how many things it shows.
func Filter(t *testing.T, p pane.Pane, text string) int {
	t.Helper()
	if err := p.SetFilter(text); err != nil {
		t.Fatal(err)
	}
	shown, _ := p.Shown()
	return shown
}

// SortsKeepTheCursor sorts a pane by every column, both ways: the cursor must stay on what
// current names.
func SortsKeepTheCursor(t *testing.T, p pane.Pane, current func() string) {
	t.Helper()
	pane.Do(p, keymap.PageDown)
	before := current()
	for column, title := range p.Columns() {
		for range 2 {
			p.SortBy(column)
			if current() != before {
				t.Fatalf("by %s the cursor went from %s to %s", title, before, current())
			}
		}
	}
}

// Fits fails t unless a drawn view fills a size to the cell, and no size with nothing.
func Fits(t *testing.T, view string, width, height int) {
	t.Helper()
	if width == 0 || height == 0 {
		if view != "" {
			t.Fatalf("%dx%d draws %q", width, height, view)
		}
		return
	}
	lines := strings.Split(view, "\n")
	if len(lines) != height {
		t.Fatalf("%dx%d draws %d lines", width, height, len(lines))
	}
	for _, line := range lines {
		if got := ansi.StringWidth(line); got != width {
			t.Fatalf("%dx%d draws a line of %d cells: %q", width, height, got, line)
		}
	}
}

// FitsEverySize draws a view in many sizes, small ones and large ones.
func FitsEverySize(t *testing.T, v pane.View) {
	t.Helper()
	for width := range 101 {
		for height := 0; height <= 100; height += 7 {
			v.SetSize(width, height)
			Fits(t, v.View(), width, height)
		}
	}
}
