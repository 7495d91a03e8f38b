package contract_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/moby/moby/client"

	"jettison/dockerx/enginetest"
	"jettison/model"
	"jettison/model/modeltest"
)

// contractCase is one request, or series of requests, to an engine.
type contractCase struct {
	name string
	do   func(*probe)
	// world returns the scene; if nil, the contract's own scene is used. registry is the host
	// of a registry that runs during the test.
	world func(registry string) *modeltest.World
	// docker excludes Podman, which is compared only in lists, plans and conflicts.
	docker bool
	// alone has the engine started for the case alone, in a network of its own.
	alone bool
}

var (
	plain   = client.ImageRemoveOptions{PruneChildren: true}
	forced  = client.ImageRemoveOptions{PruneChildren: true, Force: true}
	noprune = client.ImageRemoveOptions{}
)

// deletion is one DELETE.
type deletion struct {
	ref     string // see target
	options client.ImageRemoveOptions
}

func one(ref string, options client.ImageRemoveOptions) deletion { return deletion{ref, options} }

// deletions is a case of successive DELETEs, with the inventory and its size after each.
func deletions(name string, list ...deletion) contractCase {
	return contractCase{name: name, docker: true, do: func(p *probe) {
		for _, d := range list {
			p.remove(d.ref, d.options)
			p.images()
			p.containers()
			p.layersSize()
		}
	}}
}

// conflict is a case of one DELETE that is refused, also on Podman.
func conflict(name, ref string, options client.ImageRemoveOptions) contractCase {
	return contractCase{name: name, do: func(p *probe) { p.remove(ref, options); p.containers() }}
}

// contractCases returns all cases. Those that change nothing come first, because all run on
// one scene.
func contractCases() []contractCase {
	return slices.Concat(listCases(), shapeCases(), userCases(), conflictCases(), planCases(), removalCases(), digestCases(), eventCases(), tagTimeCases(), jobCases())
}

func conflictCases() []contractCase {
	return []contractCase{
		conflict("by ID, two tags", "id:used:1", plain),
		conflict("stopped, last tag", "spent:1", plain),
		conflict("stopped, by ID", "id:spent:1", plain),
		conflict("running, last tag", "runs:1", plain),
		conflict("running, by ID", "id:runs:1", plain),
		conflict("none such", "nope:1", plain),
		deletions("running, by ID, force", one("id:runs:1", forced)),
		deletions("parent by ID", one("id:base:1", plain)),
		deletions("parent by ID, force", one("id:base:1", forced)),
	}
}

func removalCases() []contractCase {
	return []contractCase{
		deletions(
			"by reference", one("app:2", plain), one("lone:1", plain), one("used:1", plain), one("used:2", plain),
			one("spent:1", forced), one("runs:1", forced), one("child:1", noprune), one("app:1", noprune),
		),
		deletions(
			"by ID", one("id:none", plain), one("id:lone:1", plain), one("id:spent:1", forced), one("id:used:1", forced),
			one("id:child:1", plain), one("id:app:1", forced),
		),
		deletions(
			"by digest", one("digest:runs:1", plain), one("digest:spent:1", plain), one("exact:app:2", plain), one("exact:lone:1", plain),
			one("digest:used:1", plain), one("exact:base:1", plain), one("digest:app:1", plain), one("digest:spent:1", forced),
		),
		deletions("parent by force", one("base:1", forced), one("app:1", forced), one("child:1", forced), one("app:2", forced)),
		deletions("from the parent up", one("base:1", plain), one("app:1", plain), one("app:2", plain), one("child:1", plain)),
		{name: "running, force", do: func(p *probe) {
			p.remove("id:runs:1", forced)
			p.images()
			p.containers()
		}},
		{name: "parents first", do: func(p *probe) {
			for _, d := range []deletion{one("base:1", noprune), one("app:1", noprune), one("app:2", noprune), one("child:1", plain)} {
				p.remove(d.ref, d.options)
				p.images()
			}
		}},
		{name: "parents left alone", do: func(p *probe) {
			for _, d := range []deletion{one("child:1", noprune), one("app:1", noprune), one("app:2", noprune), one("base:1", plain)} {
				p.remove(d.ref, d.options)
				p.images()
			}
		}},
		{name: "create", docker: true, do: func(p *probe) {
			p.create("new", repo+"lone:1")
			p.create("new", repo+"lone:1")
			p.create("other", repo+"nope:1")
			p.images()
			p.containers()
		}},
	}
}

// TestContract sends the same requests to each real engine and to the embedded one that
// imitates it. Both must answer alike.
func TestContract(t *testing.T) {
	t.Parallel()
	registry := enginetest.Registry(t)
	for _, flavor := range enginetest.RealFlavors() {
		t.Run(string(flavor), func(t *testing.T) {
			t.Parallel()
			enginetest.Need(t, flavor)
			for _, c := range contractCases() {
				if c.docker && flavor.Store() == model.StorePodman {
					continue
				}
				t.Run(c.name, func(t *testing.T) {
					compare(t, ask(t, flavor.Sim(), c, registry), ask(t, flavor, c, registry))
				})
			}
		})
	}
}

// ask runs a case on an engine and returns what the probe recorded.
func ask(t *testing.T, f enginetest.Flavor, c contractCase, registry string) []string {
	t.Helper()
	world := contractWorld()
	if c.world != nil {
		world = c.world(registry)
	}
	p := &probe{t: t, world: world, registry: registry}
	if c.alone {
		p.engine = enginetest.StartAlone(t, f, world)
	} else {
		p.engine = engines.Engine(t, f, world)
	}
	c.do(p)
	return p.lines
}

// compare reports the first line in which the embedded engine differs from the real one, with
// all lines before it.
func compare(t *testing.T, embedded, genuine []string) {
	t.Helper()
	at := 0
	for at < min(len(embedded), len(genuine)) && embedded[at] == genuine[at] {
		at++
	}
	if at == max(len(embedded), len(genuine)) {
		return
	}
	const shown = 12
	part := func(lines []string) string { return strings.Join(lines[at:min(at+shown, len(lines))], "\n") }
	t.Errorf("the embedded engine differs\n%s\n--- it goes on:\n%s\n--- the real engine:\n%s",
		strings.Join(genuine[:at], "\n"), part(embedded), part(genuine))
}
