package plan_test

import (
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"jettison/keymap"
	"jettison/model"
	"jettison/model/words"
	"jettison/ui/pane"
	"jettison/ui/plan"
	"jettison/ui/theme"
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

func id(digit string) model.ImageID { return model.ImageID("sha256:" + strings.Repeat(digit, 64)) }

// blockedBase is an image that a running container, a stopped one and an image built on
// it block.
func blockedBase() (inv *model.Inventory, marks []model.Key) {
	images := []*model.Image{
		{ID: id("a"), Tags: []string{"base:1"}, Size: 70e6, SharedSize: 70e6},
		{ID: id("b"), Parent: id("a"), Tags: []string{"app:1"}, Size: 100e6, SharedSize: 70e6},
	}
	held := func(digit, name string, state model.ContainerState) *model.Container {
		return &model.Container{
			ID: model.ContainerID(strings.Repeat(digit, 64)), Name: name, Image: id("a"), ImageRef: "base:1",
			State: state, Size: model.Unknown, Created: now.Add(-time.Hour), Since: now.Add(-time.Hour),
		}
	}
	list := []*model.Container{held("1", "worker", model.StateExited), held("2", "server", model.StateRunning)}
	inv = model.NewInventory(model.Engine{Store: model.StoreGraph}, now, images, list, nil)
	return inv, []model.Key{model.ImageKey(id("a"), "base:1")}
}

// On the smallest supported screen (80×24 less title, tabs and footer) all blockers and
// remedies of a step are shown.
func TestEveryRemedyIsShown(t *testing.T) {
	inv, marks := blockedBase()
	p := plan.New(theme.New(theme.Options{NoColor: true}), keymap.Default(), inv, marks, nil, now)
	for _, height := range []int{18, 40} {
		p.SetSize(80, height)
		shown := ansi.Strip(p.View())
		if got := strings.Count(shown, "\n") + 1; got != height {
			t.Errorf("%d lines for %d:\n%s", got, height, shown)
		}
		step, ok := p.Current()
		if !ok || step.Ready {
			t.Fatalf("the cursor is not on the blocked step:\n%s", shown)
		}
		remedies := 0
		for i := range step.Blockers {
			b := &step.Blockers[i]
			for _, choice := range b.Remedies {
				remedies++
				if text := words.Remedy(choice, b, inv.Engine, true); !strings.Contains(shown, text[:min(len(text), 60)]) {
					t.Errorf("at %d lines no %q in\n%s", height, text, shown)
				}
			}
		}
		if remedies < 5 {
			t.Errorf("only %d remedies are on offer", remedies)
		}
	}
}

// Confirming a plan with every step blocked says why nothing happens.
func TestNothingToConfirm(t *testing.T) {
	inv, marks := blockedBase()
	p := plan.New(theme.New(theme.Options{NoColor: true}), keymap.Default(), inv, marks, nil, now)
	p.SetSize(80, 18)
	if intent := pane.Do(p, keymap.Confirm); intent != nil {
		t.Errorf("a blocked plan was confirmed: %v", intent)
	}
	if !strings.Contains(p.View(), "every step is blocked") {
		t.Errorf("nothing is said:\n%s", p.View())
	}
}
