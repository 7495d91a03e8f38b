package ui_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/exp/golden"

	"jettison/keymap"
	"jettison/model"
	"jettison/ui"
)

// frame is the screen as text, without what lines end in and without the tabs, which
// TestTabs has.
func (p *person) frame() string {
	lines := strings.Split(p.sees(), "\n")
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
		p := newPerson(t, open(t, engine(t)), width, 24)
		p.settles()
		shown = append(shown, strings.TrimRight(strings.Split(p.sees(), "\n")[tabsRow], " "))
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
		name string
		keys string
		wait string
	}{
		{name: "images"},
		{name: "by repository", keys: "t"},
		{name: "ancestry", keys: "tt"},
		{name: "filter", keys: "/un"},
		{name: "marked", keys: "/unused age>30d\na"},
		{name: "rules", keys: "m"},
		{name: "sort", keys: "s"},
		{name: "quick", keys: "f"},
		{name: "details", keys: "jji", wait: "Platform"},
		{name: "containers", keys: "2"},
		{name: "disk", keys: "3"},
		{name: "treemap", keys: "3t l"},
		{name: "treemap of a repository", keys: "3tl\n "},
		{name: "trends", keys: "4", wait: "REPOSITORY"},
		{name: "trends of all time", keys: "4lll", wait: "REPOSITORY"},
		{name: "plan", keys: "/stopped\nad", wait: "Plan ·"},
		{name: "help", keys: "?"},
	}
	for _, size := range [][2]int{{80, 24}, {120, 40}} {
		for _, scene := range scenes {
			t.Run(fmt.Sprintf("%s %dx%d", scene.name, size[0], size[1]), func(t *testing.T) {
				opts := open(t, engine(t))
				opts.Trends = ui.Trends{IsDemo: true, Demo: past}
				if scene.name == "help" {
					opts.Keys = withoutPaneKeys(t)
				}
				p := newPerson(t, opts, size[0], size[1])
				p.settles()
				p.types(scene.keys)
				p.waits(scene.wait)
				golden.RequireEqual(t, p.frame())
			})
		}
	}
}

// settles waits until everything is loaded.
func (p *person) settles() {
	p.t.Helper()
	p.waitsUntilKnown()
	for strings.Contains(p.sees(), "reading layers") {
		p.next()
	}
}

func TestTooSmallAndNoEngineFrames(t *testing.T) {
	t.Run("too small", func(t *testing.T) {
		p := newPerson(t, open(t, engine(t)), 80, 24)
		p.settles()
		p.send(tea.WindowSizeMsg{Width: 39, Height: 9})
		golden.RequireEqual(t, p.frame())
	})
	t.Run("no engine", func(t *testing.T) {
		p := newPerson(t, ui.Options{
			Address: "unix:///nowhere",
			Demo:    func(context.Context) (ui.Session, error) { return nil, &model.Problem{} },
			Connect: func(context.Context) (ui.Session, error) {
				return nil, &model.Problem{
					Kind: model.ProblemNotRunning, What: "Nothing listens at unix:///nowhere", Why: "the engine is not running",
					Advice: "Start it, or name another one with --host.",
				}
			},
		}, 80, 24)
		p.waits("No engine at")
		golden.RequireEqual(t, p.frame())
	})
}
