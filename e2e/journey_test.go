package e2e_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/moby/moby/client"

	"jettison/dockerx/enginetest"
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

func dockers() []enginetest.Flavor {
	return []enginetest.Flavor{enginetest.Docker20, enginetest.Docker28, enginetest.Docker28Containerd}
}

// Open, filter, mark, plan, resolve a stopped container, remove: exactly those images are
// gone.
func TestJourneyThroughARemoval(t *testing.T) {
	engines.On(t, dockers(), journeyWorld(), func(t *testing.T, e *enginetest.Engine) {
		before := holdings(t, e)
		p := travel(t, 100, 30, "--host", e.Host)
		p.sees("live", "unused", "…/journey/spent")
		p.types("/repo:*spent\r")
		p.sees("2 of 5")
		p.types("a")
		p.sees("2 references marked", "1 blocked")
		p.types("d")
		p.sees("Plan", "used by the stopped container old (exited", "c remove the stopped container first")
		if got := holdings(t, e); !slices.Equal(got, before) {
			t.Fatalf("looking at the plan changed the engine: %v", got)
		}
		p.types("c")
		p.sees("removes 1 container", "deletes 2 images")
		p.types("\r")
		p.sees("3 of 3", "came back")
		p.types("J")
		p.sees("all done", "3 done")
		expect(t, e, "keep:1", "keep:2", "runs:1", "container live running")
		p.leaves("q")
	})
}

// Marking one of several tags removes only that tag.
func TestJourneyThroughAnUntag(t *testing.T) {
	engines.On(t, dockers(), journeyWorld(), func(t *testing.T, e *enginetest.Engine) {
		p := travel(t, 80, 24, "--host", e.Host)
		p.sees("live", "unused", "…/journey/keep")
		p.types("/tag:2 repo:*keep\r")
		p.sees("1 of 5")
		p.types("d")
		p.sees("untags 1", "the image stays as "+folder+"keep:1")
		p.types("\r")
		p.sees("The removal ended.")
		p.misses("keep:2")
		expect(t, e, "keep:1", "spent:1", "spent:2", "runs:1", "container live running", "container old exited")
	})
}

// A running container is stopped only after two requests.
func TestJourneyToARunningContainer(t *testing.T) {
	engines.On(t, dockers()[1:2], journeyWorld(), func(t *testing.T, e *enginetest.Engine) {
		p := travel(t, 100, 30, "--host", e.Host)
		p.sees("live", "unused", "…/journey/runs")
		p.types("/running\r")
		p.sees("1 of 5")
		p.types("d")
		p.sees("Plan", "used by the running container live")
		p.types("C")
		p.sees("Press C again to end 1 running container")
		p.types("\r")
		p.sees("Nothing to do: every step is blocked or skipped.")
		p.types("CC")
		p.sees("removes 1 container")
		p.types("\r")
		p.sees("2 of 2", "came back")
		expect(t, e, "keep:1", "keep:2", "spent:1", "spent:2", "container old exited")
	})
}

// Changes by other programs appear on screen by themselves.
func TestJourneyBesideOthers(t *testing.T) {
	engines.On(t, dockers()[1:2], journeyWorld(), func(t *testing.T, e *enginetest.Engine) {
		p := travel(t, 100, 30, "--host", e.Host)
		p.sees("live", "unused", "…/journey/keep")
		_, err := e.Client().ImageTag(t.Context(), client.ImageTagOptions{Source: folder + "keep:1", Target: folder + "arrived:7"})
		if err != nil {
			t.Fatal(err)
		}
		p.sees("…/journey/arrived")
		if _, err := e.Client().ImageRemove(t.Context(), folder+"arrived:7", client.ImageRemoveOptions{}); err != nil {
			t.Fatal(err)
		}
		p.misses("…/journey/arrived")
		p.types("2")
		p.sees("exited", "old")
		if _, err := e.Client().ContainerRemove(t.Context(), "old", client.ContainerRemoveOptions{}); err != nil {
			t.Fatal(err)
		}
		p.misses("exited")
	})
}

// Without an engine the screen says so and offers the demo on a key.
func TestJourneyWithoutAnEngine(t *testing.T) {
	t.Parallel()
	p := travel(t, 80, 24, "--host", "unix:///nowhere/docker.sock")
	p.sees("No engine at unix:///nowhere/docker.sock", "try again", "open the demo")
	p.types("r")
	p.sees("No engine at unix:///nowhere/docker.sock")
	p.types("d")
	p.sees("the demo", "live", "GB unused")
	p.leaves("q")
}

// Quitting during a removal asks first; waiting for the removal ends normally.
func TestJourneyOutOfARemoval(t *testing.T) {
	t.Parallel()
	p := travel(t, 100, 30, "--demo")
	p.sees("live", "GB unused")
	p.types("/unused\r")
	p.sees("/ unused")
	p.types("ad")
	p.sees("Plan")
	p.types("\r")
	p.sees("X cancels")
	p.types("q")
	p.sees("A removal is under way", "quit when it has ended", "cancel what has not started")
	p.types("s")
	p.misses("A removal is under way")
	p.types("q")
	p.sees("A removal is under way")
	p.leaves("x")
}

// The terminal may change its size at any time.
func TestJourneyThroughSizes(t *testing.T) {
	t.Parallel()
	p := travel(t, 100, 30, "--demo")
	p.sees("live", "GB unused")
	for _, size := range [][2]int{{1, 1}, {39, 9}, {80, 24}, {200, 50}, {40, 10}} {
		if err := p.terminal.Resize(size[0], size[1]); err != nil {
			t.Fatal(err)
		}
		switch {
		case size[0] < 30:
		case size[0] < 40:
			p.sees("too small: 39x9")
		default:
			p.sees("jettison", "REPOSITORY")
			p.misses("too small")
		}
	}
	p.leaves("q")
}
