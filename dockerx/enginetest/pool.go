package enginetest

import (
	"fmt"
	"os"
	"sync"
	"testing"

	"jettison/model/modeltest"
)

// Pool shares real engines among the tests of one test binary, so that each starts at most
// once. The zero Pool is ready to use. TestMain must call Run.
type Pool struct {
	mu      sync.Mutex
	engines map[Flavor]*pooled
}

type pooled struct {
	start  sync.Once
	engine *Engine
	err    error
	use    sync.Mutex // held by the one test that uses the engine
}

// Run runs the tests and then stops the engines that they started. It returns
// the exit code.
func (p *Pool) Run(m *testing.M) int {
	code := m.Run()
	for flavor, shared := range p.engines {
		if shared.engine == nil {
			continue
		}
		if err := shared.engine.stop(); err != nil {
			fmt.Fprintf(os.Stderr, "stop %s: %v\n", flavor, err)
			code = max(code, 1)
		}
	}
	return code
}

// Each runs a subtest for every flavor, on an engine that holds exactly the world. Subtests of
// different flavors run in parallel.
func (p *Pool) Each(t *testing.T, world *modeltest.World, test func(*testing.T, *Engine)) {
	t.Helper()
	p.On(t, Flavors(), world, test)
}

// On is like Each, for the given flavors.
func (p *Pool) On(t *testing.T, flavors []Flavor, world *modeltest.World, test func(*testing.T, *Engine)) {
	t.Helper()
	for _, f := range flavors {
		t.Run(string(f), func(t *testing.T) {
			t.Parallel()
			test(t, p.Engine(t, f, world))
		})
	}
}

// Engine returns an engine that holds exactly the world and that the test may change. Real
// engines are shared: a second test waits until the first has ended.
func (p *Pool) Engine(t testing.TB, f Flavor, world *modeltest.World) *Engine {
	t.Helper()
	if !f.Real() {
		return newSim(t, f, world)
	}
	found := need(t, f)
	shared := p.shared(f)
	shared.use.Lock()
	t.Cleanup(shared.use.Unlock)
	shared.start.Do(func() { shared.engine, shared.err = boot(f, found, false) })
	if shared.err != nil {
		t.Fatal(shared.err)
	}
	if !shared.engine.hasWorld(t.Context(), world) {
		shared.engine.reset(t)
		shared.engine.loadWorld(t, world)
	}
	return shared.engine
}

func (p *Pool) shared(f Flavor) *pooled {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.engines == nil {
		p.engines = map[Flavor]*pooled{}
	}
	if p.engines[f] == nil {
		p.engines[f] = &pooled{}
	}
	return p.engines[f]
}
