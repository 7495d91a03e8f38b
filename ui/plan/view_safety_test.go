package plan_test

import (
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"

	"jettison/keymap"
	"jettison/model"
	"jettison/ui/pane"
	"jettison/ui/plan"
	"jettison/ui/theme"
)

// copies returns an image that a registry has, one that a registry may have had, and one
// without any other copy.
func copies() (*model.Inventory, []model.Key) {
	images := []*model.Image{
		{ID: id("a"), Tags: []string{"hub:1"}, Digests: []string{"hub@" + string(id("1"))}, Size: 70e6},
		{ID: id("b"), Tags: []string{"hub:2"}, Digests: []string{"hub@" + string(id("2"))}, Size: 60e6},
		{ID: id("c"), Tags: []string{"own:1"}, Size: 50e6},
	}
	var keys []model.Key
	for _, image := range images {
		keys = append(keys, model.ImageKey(image.ID, image.Tags[0]))
	}
	return model.NewInventory(model.Engine{Store: model.StoreGraph}, now, images, nil, nil), keys
}

func shelfPane(t *testing.T) *plan.Pane {
	t.Helper()
	inv, keys := copies()
	p := plan.New(theme.New(theme.Options{NoColor: true}), keymap.Default(), inv, keys, nil, now)
	p.SetSize(100, 20)
	return p
}

func sees(t *testing.T, p *plan.Pane, want string) {
	t.Helper()
	if shown := ansi.Strip(p.View()); !strings.Contains(shown, want) {
		t.Errorf("no %q in\n%s", want, shown)
	}
}

// A container is named that can't be created again by a name that goes.
func TestAContainerThatIsStranded(t *testing.T) {
	t.Parallel()
	image := &model.Image{ID: id("a"), Tags: []string{"app:1", "app:2"}, Size: 70e6}
	web := &model.Container{ID: "c1", Name: "web", Image: image.ID, ImageRef: "app:1", State: model.StateExited}
	inv := model.NewInventory(model.Engine{Store: model.StoreGraph}, now, []*model.Image{image}, []*model.Container{web}, nil)
	const told = "the container web uses the image by this name and can't be created by it again"
	for ref, want := range map[string]bool{"app:1": true, "app:2": false} {
		p := plan.New(theme.New(theme.Options{NoColor: true}), keymap.Default(), inv, []model.Key{model.ImageKey(image.ID, ref)}, nil, now)
		p.SetSize(120, 20)
		if shown := ansi.Strip(p.View()); strings.Contains(shown, told) != want {
			t.Errorf("without %s it is told %t:\n%s", ref, !want, shown)
		}
	}
}

// One key chooses what is backed up first; the plan says how much that is at most.
func TestBackupIsChosen(t *testing.T) {
	p := shelfPane(t)
	if p.Backup() != model.BackupNone {
		t.Error("something is backed up unasked")
	}
	pane.Do(p, keymap.BackUp)
	sees(t, p, "backs up first, at most 50 MB: 1 image that no registry is known to have")
	pane.Do(p, keymap.BackUp)
	sees(t, p, "backs up first, at most 180 MB: 3 images")
	if p.Backup() != model.BackupAll {
		t.Error(p.Backup())
	}
	pane.Do(p, keymap.BackUp)
	if shown := p.View(); strings.Contains(shown, "backs up") || p.Backup() != model.BackupNone {
		t.Errorf("still\n%s", shown)
	}
	inv, _ := copies()
	p.SetInventory(inv.WithBackups(model.Backups{id("a").Target(): {{Name: "x"}}, id("b").Target(): {{Name: "x"}}, id("c").Target(): {{Name: "x"}}}))
	pane.Do(p, keymap.BackUp)
	sees(t, p, "There is no image to back up")
	sees(t, p, "backed up")
}

// The answers of registries change what can be pulled again, and survive a new plan.
func TestAnswersOfRegistries(t *testing.T) {
	p := shelfPane(t)
	sees(t, p, "1 only copy")
	if pane.Do(p, keymap.AskRegistry) != (plan.AskRegistries{}) {
		t.Error("nobody is asked")
	}
	sees(t, p, "Asking the registries")
	first, second := "hub@"+string(id("1")), "hub@"+string(id("2"))
	p.SetAnswers(model.RegistryAnswers{first: true, second: false}, "")
	sees(t, p, "2 only copies")
	sees(t, p, "The registries have 1 of 2 digests.")
	inv, _ := copies()
	p.SetInventory(inv)
	sees(t, p, "2 only copies")
	p.SetAnswers(model.RegistryAnswers{first: true}, "nobody answers")
	sees(t, p, "Registries did not tell of 1 image digest: nobody answers")
	sees(t, p, "1 only copy")
}
