package ui_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"jettison/keymap"
	"jettison/model"
	"jettison/ui"
	"jettison/ui/uitest"
)

// frame is the screen as text, without what lines end in and without the tabs, which

// TestTabs has.

func (p *journey) frame() string {
	lines := strings.Split(p.Text(), "\n")
	if len(lines) > tabsRow && strings.Contains(lines[tabsRow], "Images") {
		lines[tabsRow] = ""
	}
	for i := range lines {
		lines[i] = strings.TrimRight(lines[i], " ")
	}
	return strings.Join(lines, "\n")
}

const tabsRow = 1

// withoutPaneKeys are the default keys but for those that lead to the panes.

func withoutPaneKeys(t *testing.T) *keymap.Map {
	t.Helper()
	keys := keymap.Default()
	for number := 1; keys.Sign(keymap.Pane(number)) != ""; number++ {
		if err := keys.Override(map[string][]string{string(keymap.Pane(number)): {}}); err != nil {
			t.Fatal(err)
		}
	}
	return keys
}

// TestTabs holds the tabs and the help of their keys, which a new pane changes.

func TestTabs(t *testing.T) {
	var shown []string
	for _, width := range []int{80, 120} {
		p := newJourney(t, open(t, engine(t)), width, 24)
		p.settles()
		shown = append(shown, strings.TrimRight(strings.Split(p.Text(), "\n")[tabsRow], " "))
	}
	for _, group := range keymap.Default().Help(keymap.Everywhere) {
		for _, entry := range group.Entries {
			if strings.HasPrefix(string(entry.Action), "pane-") {
				shown = append(shown, strings.Join(entry.Keys, " ")+" "+entry.Label+": "+entry.Text)
			}
		}
	}
	golden.RequireEqual(t, strings.Join(shown, "\n")+"\n")
}

// TestFrames holds the look of every place of the screen.

func TestFrames(t *testing.T) {
	scenes := []struct {
		name   string
		inputs []uitest.Input
		wait   string
	}{
		{name: "images"},
		{name: "by repository", inputs: []uitest.Input{keymap.ViewMode}},
		{name: "ancestry", inputs: []uitest.Input{keymap.ViewMode, keymap.ViewMode}},
		{name: "filter", inputs: []uitest.Input{keymap.Filter, "un"}},
		{name: "marked", inputs: []uitest.Input{keymap.Filter, "unused age>30d", keymap.Confirm, keymap.MarkAll}},
		{name: "rules", inputs: []uitest.Input{keymap.MarkByRule}},
		{name: "sort", inputs: []uitest.Input{keymap.SortMenu}},
		{name: "quick", inputs: []uitest.Input{keymap.QuickFilter}},
		{name: "details", inputs: []uitest.Input{keymap.Down, keymap.Down, keymap.Details}, wait: "Platform"},
		{name: "containers", inputs: []uitest.Input{keymap.Pane(2)}},
		{name: "volumes", inputs: []uitest.Input{keymap.Pane(5)}},
		{name: "cache", inputs: []uitest.Input{keymap.Pane(6)}},
		{name: "disk", inputs: []uitest.Input{keymap.Pane(3)}},
		{name: "treemap", inputs: []uitest.Input{keymap.Pane(3), keymap.ViewMode, keymap.Mark, keymap.Right}},
		{name: "treemap of a repository", inputs: []uitest.Input{keymap.Pane(3), keymap.ViewMode, keymap.Right, keymap.Details, keymap.Mark}},
		{name: "trends", inputs: []uitest.Input{keymap.Pane(4)}, wait: "REPOSITORY"},
		{name: "trends of all time", inputs: []uitest.Input{keymap.Pane(4), keymap.Right, keymap.Right, keymap.Right}, wait: "REPOSITORY"},
		{name: "plan", inputs: []uitest.Input{keymap.Filter, "stopped", keymap.Confirm, keymap.MarkAll, keymap.Plan}, wait: "Plan ·"},
		{name: "help", inputs: []uitest.Input{keymap.Help}},
	}
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		for _, scene := range scenes {
			t.Run(fmt.Sprintf("%s %dx%d", scene.name, size[0], size[1]), func(t *testing.T) {
				opts := open(t, engine(t))
				opts.Trends = ui.Trends{IsDemo: true, Demo: past}
				if scene.name == "help" {
					opts.Keys = withoutPaneKeys(t)
				}
				p := newJourney(t, opts, size[0], size[1])
				p.settles()
				p.Do(scene.inputs...)
				p.Sees(scene.wait)
				golden.RequireEqual(t, p.frame())
			})
		}
	}
}

// settles waits until everything is loaded.

func TestTooSmallAndNoEngineFrames(t *testing.T) {
	t.Run("too small", func(t *testing.T) {
		p := newJourney(t, open(t, engine(t)), 80, 24)
		p.settles()
		p.Resize(39, 9)
		golden.RequireEqual(t, p.frame())
	})
	t.Run("no engine", func(t *testing.T) {
		p := newJourney(t, ui.Options{
			Address: "tcp://nowhere:2375",
			Demo:    func(context.Context) (ui.Session, error) { return nil, &model.Problem{} },
			Connect: func(context.Context) (ui.Session, error) {
				return nil, &model.Problem{Kind: model.ProblemNotRunning, Reason: model.ReasonPortRefused, Host: "tcp://nowhere:2375"}
			},
		}, 80, 24)
		p.Sees("No engine at")
		golden.RequireEqual(t, p.frame())
	})
}

func TestEverySize(t *testing.T) {
	p := newJourney(t, open(t, engine(t)), 120, 30)
	p.waitsUntilKnown()
	for _, inputs := range [][]uitest.Input{nil, {keymap.Plan}, {keymap.Help}} {
		p.Do(inputs...)
		for _, size := range [][2]int{{1, 1}, {39, 10}, {40, 10}, {80, 24}, {200, 50}} {
			p.Resize(size[0], size[1])
			lines := strings.Split(p.Text(), "\n")
			if len(lines) > size[1] {
				t.Errorf("%d lines at %v", len(lines), size)
			}
			for _, line := range lines {
				if ansi.StringWidth(line) > size[0] {
					t.Errorf("%v after %q: too wide: %q", size, inputs, line)
				}
			}
		}
	}
}
