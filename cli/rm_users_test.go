package cli

import (
	"strings"
	"testing"
	"time"

	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
)

// used is an engine whose images are used by a container that mounts one, and by services.
func used() *modeltest.World {
	w := modeltest.New(11, time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC))
	build := func(bytes int64, tags ...string) *modeltest.Image {
		return w.Build(modeltest.Recipe{
			Tags: tags, Add: []modeltest.Instruction{modeltest.Run("ADD files /", bytes)}, Created: w.Now.Add(-30 * 24 * time.Hour),
		})
	}
	base := build(1e6, "base:1")
	build(717e3, "data/model:1")
	build(2e6, "shop:1", "mirror/shop:1")
	build(3e6, "shop:0")
	w.Run(modeltest.Start{Image: base, Name: "reader", State: model.StateExited, Created: time.Hour, Since: time.Hour, Mounts: []string{"data/model:1"}})
	w.Serve("web", "shop:1", "shop:0")
	return w
}

// What mounts an image or names it is told, and nothing of it goes without a remedy.
func TestUsers(t *testing.T) {
	t.Parallel()
	b := newHarness(t, used(), sim.Options{})
	for command, wants := range map[string][]string{
		"why data/model:1":             {"mounted by the container reader (exited 1 hour ago)", "--remove-stopped    remove the stopped container first", "its files only when the containers go"},
		"why shop:0":                   {"named by the swarm service web (`docker service rm web` ends that)", "--force             it goes all the same"},
		"ls --json ref:data/model:1":   {`"state": "stopped"`, `"name": "reader"`},
		"ls ref:shop:1":                {"service web", "service\n"},
		"ls unused":                    {},
		"rm -n ref:shop:1":             {"blocked", "named by the swarm service web"},
		"rm -n --force ref:shop:1":     {"takes away 1 name", "the services can start no task here"},
		"rm -n --force ref:data/*":     {"deletes 1 image and frees 0 B", "Containers still hold 717 kB"},
		"rm -n --remove-stopped data/": {"deletes 1 image, removes 1 container and frees 717 kB"},
	} {
		got := b.succeeds(strings.Fields(command)...)
		for _, want := range wants {
			if !strings.Contains(got, want) {
				t.Errorf("%s: no %q in\n%s", command, want, got)
			}
		}
		if command == "ls unused" && strings.Count(got, "\n") > 1 {
			t.Errorf("%s:\n%s", command, got)
		}
	}
	b.succeeds("rm", "--yes", "size>0")
	if got := b.succeeds("ls", "-q"); strings.Count(got, "\n") != 4 {
		t.Errorf("left are\n%s", got)
	}
	b.succeeds("rm", "--yes", "--force", "ref:data/model:1", "or", "ref:shop:0")
	if got := b.succeeds("ls"); strings.Contains(got, "data/model") || strings.Contains(got, "shop:0") {
		t.Errorf("left are\n%s", got)
	}
}

// A container of a build that Podman lists apart holds its image, and is told with the command
// that removes it.
func TestExternalContainer(t *testing.T) {
	t.Parallel()
	w := modeltest.New(12, time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC))
	base := w.Build(modeltest.Recipe{Tags: []string{"base:1"}, Add: []modeltest.Instruction{modeltest.Run("ADD files /", 1e6)}})
	w.Run(modeltest.Start{Image: base, Name: "base-working-container", State: model.StateExited, Created: time.Hour, Since: time.Hour, External: true})
	b := newHarness(t, w, sim.Options{Store: model.StorePodman, Version: "5.8.6"})
	if got := b.succeeds("ls", "unused"); strings.Contains(got, "base") {
		t.Errorf("unused are\n%s", got)
	}
	got := b.succeeds("why", "base:1")
	for _, want := range []string{
		"used by the build's container base-working-container (`podman rm -f base-working-container` removes it)",
		"--force             Podman removes the stopped containers that use it too", "With --force, removing it frees",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("no %q in\n%s", want, got)
		}
	}
	b.succeeds("rm", "--yes", "--remove-stopped", "--stop-running", "ref:base:1")
	if got := b.succeeds("ls", "-q"); got == "" {
		t.Error("the image went without force")
	}
	b.succeeds("rm", "--yes", "--force", "ref:base:1")
	if got := b.succeeds("ls", "-q"); got != "" {
		t.Errorf("left is %s", got)
	}
}
