package e2e_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/moby/moby/api/types/container"
	"github.com/moby/moby/client"

	"jettison/dockerx/enginetest"
	"jettison/keymap"
	"jettison/model"
	"jettison/model/modeltest"
)

// folder is the registry and folder of all references in the journeys.
const folder = "registry.test/journey/"

// journeyWorld has images for the journeys to remove, and others that they must leave alone.
func journeyWorld() *modeltest.World {
	w := modeltest.New(11, time.Now().Truncate(time.Second))
	image := func(size int64, tags ...string) *modeltest.Image {
		return w.Build(modeltest.Recipe{Tags: tags, Add: []modeltest.Instruction{modeltest.Run("ADD rootfs /", size)}})
	}
	image(9000, folder+"keep:1", folder+"keep:2")
	used := image(700, folder+"spent:1")
	image(800, folder+"spent:2")
	runs := image(500, folder+"runs:1")
	w.Run(modeltest.Start{Image: used, Name: "old", State: model.StateExited, ExitCode: 1})
	w.Run(modeltest.Start{Image: runs, Name: "live", State: model.StateRunning})
	return w
}

// holdings returns the references and containers of an engine, sorted.
func holdings(t *testing.T, e *enginetest.Engine) []string {
	t.Helper()
	images, err := e.Client().ImageList(t.Context(), client.ImageListOptions{All: true})
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, image := range images.Items {
		if len(image.RepoTags) == 0 {
			found = append(found, "untagged "+image.ID)
		}
		for _, tag := range image.RepoTags {
			found = append(found, strings.TrimPrefix(tag, folder))
		}
	}
	containers, err := e.Client().ContainerList(t.Context(), client.ContainerListOptions{All: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range containers.Items {
		if c.State == "stopped" {
			c.State = container.StateExited // Podman 5 lists it so until it has cleaned up
		}
		found = append(found, "container "+strings.TrimPrefix(c.Names[0], "/")+" "+string(c.State))
	}
	slices.Sort(found)
	return found
}

// expect compares an engine's holdings with the expected ones.
func expect(t *testing.T, e *enginetest.Engine, want ...string) {
	t.Helper()
	slices.Sort(want)
	if got := holdings(t, e); !slices.Equal(got, want) {
		t.Errorf("the engine holds\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// Open, filter, mark, plan, resolve a stopped container, remove: exactly those images are
// gone.
func TestJourneyThroughARemoval(t *testing.T) {
	engines.On(t, enginetest.RealFlavors(), journeyWorld(), func(t *testing.T, e *enginetest.Engine) {
		before := holdings(t, e)
		p := open(t, 100, 30, "--host", e.Host)
		p.Sees("live", "unused", "…/journey/spent")
		p.Do(keymap.Filter, "repo:*spent", keymap.Confirm)
		p.Sees("2 of 5")
		p.Do(keymap.MarkAll)
		p.Sees("2 references marked", "1 blocked")
		p.Do(keymap.Plan)
		p.Sees("Plan", "used by the stopped container old (exited", "c remove the stopped container first")
		if got := holdings(t, e); !slices.Equal(got, before) {
			t.Fatalf("looking at the plan changed the engine: %v", got)
		}
		p.Do(keymap.RemoveStopped)
		p.Sees("removes 1 container", "deletes 2 images")
		p.Do(keymap.Confirm)
		p.Sees("3 of 3", "came back")
		p.Do(keymap.JobPanel)
		p.Sees("all done", "3 done")
		expect(t, e, "keep:1", "keep:2", "runs:1", "container live running")
		p.Do(keymap.Quit)
		p.Ends(0)
	})
}

// Marking one of several tags removes only that tag.
func TestJourneyThroughAnUntag(t *testing.T) {
	engines.On(t, enginetest.RealFlavors(), journeyWorld(), func(t *testing.T, e *enginetest.Engine) {
		p := open(t, 80, 24, "--host", e.Host)
		p.Sees("live", "unused", "…/journey/keep")
		p.Do(keymap.Filter, "tag:2 repo:*keep", keymap.Confirm)
		p.Sees("1 of 5")
		p.Do(keymap.Plan)
		p.Sees("untags 1", "the image stays as "+folder+"keep:1")
		p.Do(keymap.Confirm)
		p.Sees("The removal ended.")
		p.Misses("keep:2")
		expect(t, e, "keep:1", "spent:1", "spent:2", "runs:1", "container live running", "container old exited")
	})
}

// A running container is stopped only after two requests.
func TestJourneyToARunningContainer(t *testing.T) {
	engines.On(t, []enginetest.Flavor{enginetest.Docker28}, journeyWorld(), func(t *testing.T, e *enginetest.Engine) {
		p := open(t, 100, 30, "--host", e.Host)
		p.Sees("live", "unused", "…/journey/runs")
		p.Do(keymap.Filter, "running", keymap.Confirm)
		p.Sees("1 of 5")
		p.Do(keymap.Plan)
		p.Sees("Plan", "used by the running container live")
		p.Do(keymap.StopRemove)
		p.Sees("Press C again to end 1 running container")
		p.Do(keymap.Confirm)
		p.Sees("Nothing to do: every step is blocked or skipped.")
		p.Do(keymap.StopRemove, keymap.StopRemove)
		p.Sees("removes 1 container")
		p.Do(keymap.Confirm)
		p.Sees("2 of 2", "came back")
		expect(t, e, "keep:1", "keep:2", "spent:1", "spent:2", "container old exited")
	})
}

// Changes by other programs appear on screen by themselves.
func TestJourneyBesideOthers(t *testing.T) {
	engines.On(t, []enginetest.Flavor{enginetest.Docker28}, journeyWorld(), func(t *testing.T, e *enginetest.Engine) {
		p := open(t, 100, 30, "--host", e.Host)
		p.Sees("live", "unused", "…/journey/keep")
		_, err := e.Client().ImageTag(t.Context(), client.ImageTagOptions{Source: folder + "keep:1", Target: folder + "arrived:7"})
		if err != nil {
			t.Fatal(err)
		}
		p.Sees("…/journey/arrived")
		if _, err := e.Client().ImageRemove(t.Context(), folder+"arrived:7", client.ImageRemoveOptions{}); err != nil {
			t.Fatal(err)
		}
		p.Misses("…/journey/arrived")
		p.Do(keymap.Pane(2))
		p.Sees("exited", "old")
		if _, err := e.Client().ContainerRemove(t.Context(), "old", client.ContainerRemoveOptions{}); err != nil {
			t.Fatal(err)
		}
		p.Misses("exited")
	})
}

// Without an engine the screen says so and offers the demo on a key.
func TestJourneyWithoutAnEngine(t *testing.T) {
	t.Parallel()
	p := open(t, 80, 24, "--host", "unix:///nowhere/docker.sock")
	p.Sees("No engine at unix:///nowhere/docker.sock", "try again", "open the demo")
	p.Do(keymap.Refresh)
	p.Sees("No engine at unix:///nowhere/docker.sock")
	p.Do(keymap.Demo)
	p.Sees("the demo", "live", "GB unused")
	p.Do(keymap.Quit)
	p.Ends(0)
}

// Quitting during a removal asks first; waiting for the removal ends normally.
func TestJourneyOutOfARemoval(t *testing.T) {
	t.Parallel()
	p := open(t, 100, 30, "--demo")
	p.Sees("live", "GB unused")
	p.Do(keymap.Filter, "unused", keymap.Confirm)
	p.Sees("/ unused")
	p.Do(keymap.MarkAll, keymap.Plan)
	p.Sees("Plan")
	p.Do(keymap.Confirm)
	p.Sees("X cancels")
	p.Do(keymap.Quit)
	p.Sees("A removal is under way", "quit when it has ended", "cancel what has not started")
	p.Do("s")
	p.Misses("A removal is under way")
	p.Do(keymap.Quit)
	p.Sees("A removal is under way")
	p.Do("x")
	p.Ends(0)
}

// The terminal may change its size at any time.
func TestJourneyThroughSizes(t *testing.T) {
	t.Parallel()
	p := open(t, 100, 30, "--demo")
	p.Sees("live", "GB unused")
	for _, size := range [][2]int{{1, 1}, {39, 9}, {80, 24}, {200, 50}, {40, 10}} {
		p.Resize(size[0], size[1])
		switch {
		case size[0] < 30:
		case size[0] < 40:
			p.Sees("too small: 39x9")
		default:
			p.Sees("jettison", "REPOSITORY")
			p.Misses("too small")
		}
	}
	p.Do(keymap.Quit)
	p.Ends(0)
}
