package dockerx_test

import (
	"strings"
	"testing"

	"github.com/moby/moby/client"

	"jettison/dockerx/enginetest"
)

// contractCase is one thing that an engine is asked to do.
type contractCase struct {
	name string
	do   func(*probe)
	// docker only: Podman is held to listing, planning and conflicts.
	docker bool
}

var (
	plain   = client.ImageRemoveOptions{PruneChildren: true}
	forced  = client.ImageRemoveOptions{PruneChildren: true, Force: true}
	noprune = client.ImageRemoveOptions{}
)

// removalCase is a case of one DELETE, with the inventory and the bytes after it.
func removalCase(name, ref string, options client.ImageRemoveOptions) contractCase {
	return contractCase{name: name, docker: true, do: func(p *probe) {
		p.remove(ref, options)
		p.images()
		p.containers()
		p.layersSize()
	}}
}

// conflict is a case of one DELETE that is refused, on Podman too.
func conflict(name, ref string, options client.ImageRemoveOptions) contractCase {
	c := removalCase(name, ref, options)
	c.docker = false
	c.do = func(p *probe) { p.remove(ref, options); p.containers() }
	return c
}

func contractCases() []contractCase {
	return []contractCase{
		// What changes nothing comes first: it all happens to one scene.
		{name: "lists", docker: true, do: func(p *probe) { p.images(); p.containers(); p.layersSize() }},
		{name: "containers", do: (*probe).containers},
		conflict("by ID, two tags", "id:used:1", plain),
		conflict("stopped, last tag", "spent:1", plain),
		conflict("stopped, by ID", "id:spent:1", plain),
		conflict("running, last tag", "runs:1", plain),
		conflict("running, by ID", "id:runs:1", plain),
		conflict("none such", "nope:1", plain),
		removalCase("running, by ID, force", "id:runs:1", forced),
		removalCase("parent by ID", "id:base:1", plain),
		removalCase("parent by ID, force", "id:base:1", forced),

		removalCase("one of two tags", "app:2", plain),
		removalCase("last tag", "lone:1", plain),
		removalCase("last tag, noprune", "child:1", noprune),
		removalCase("last tag of a child prunes nothing named", "child:1", plain),
		removalCase("by ID, one tag", "id:lone:1", plain),
		removalCase("one tag of an image in use", "used:1", plain),
		removalCase("stopped, last tag, force", "spent:1", forced),
		removalCase("stopped, by ID, force", "id:spent:1", forced),
		removalCase("running, last tag, force", "runs:1", forced),
		removalCase("parent by tag", "base:1", plain),
		removalCase("dangling by ID", "id:none", plain),
		{name: "create", docker: true, do: func(p *probe) {
			p.create("new", repo+"lone:1")
			p.create("new", repo+"lone:1")
			p.create("other", repo+"nope:1")
			p.images()
			p.containers()
		}},
		{name: "events of tags", docker: true, do: func(p *probe) {
			p.during("image tag", func() {
				_, err := p.engine.Client().ImageTag(p.t.Context(), client.ImageTagOptions{
					Source: repo + "lone:1", Target: repo + "lone:2",
				})
				p.say("tag: %s", outcome(err))
			})
			p.during("image untag", func() { p.remove("lone:2", plain) })
			p.during("image delete", func() { p.remove("lone:1", plain) })
		}},
		{name: "events of containers", docker: true, do: func(p *probe) {
			remove := func() {
				_, err := p.engine.Client().ContainerRemove(p.t.Context(), "old", client.ContainerRemoveOptions{})
				p.say("remove: %s", outcome(err))
				_, err = p.engine.Client().ContainerRemove(p.t.Context(), "live", client.ContainerRemoveOptions{})
				if err == nil {
					p.say("removed a running container")
				}
			}
			p.during("container destroy", remove)
			p.containers()
		}},
	}
}

// TestContract does the same to each real engine and to the embedded one in
// its part, which must answer alike.
func TestContract(t *testing.T) {
	t.Parallel()
	for _, pair := range []struct{ real, sim enginetest.Flavor }{
		{enginetest.Docker20, enginetest.SimDocker20},
		{enginetest.Docker28, enginetest.SimDocker28},
		{enginetest.Docker28Containerd, enginetest.SimDocker28Containerd},
		{enginetest.Podman, enginetest.SimPodman},
	} {
		t.Run(string(pair.real), func(t *testing.T) {
			t.Parallel()
			for _, c := range contractCases() {
				if c.docker && pair.real == enginetest.Podman {
					continue
				}
				t.Run(c.name, func(t *testing.T) {
					want := ask(t, pair.real, c)
					got := ask(t, pair.sim, c)
					if got != want {
						t.Errorf("the embedded engine differs\nit says:\n%s\nthe real engine:\n%s", got, want)
					}
				})
			}
		})
	}
}

func ask(t *testing.T, f enginetest.Flavor, c contractCase) string {
	t.Helper()
	world := contractWorld()
	p := &probe{t: t, engine: engines.Engine(t, f, world), world: world}
	c.do(p)
	return strings.Join(p.lines, "\n")
}
