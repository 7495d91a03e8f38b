package enginetest

import (
	"testing"

	"github.com/moby/moby/client"

	"jettison/dockerx/sim"
	"jettison/model/modeltest"
)

// newSim starts an embedded engine for one test that imitates a real one.
func newSim(t testing.TB, f Flavor, world *modeltest.World) *Engine {
	t.Helper()
	engine := sim.New(world, sim.Options{Store: f.Store(), Version: simVersion(f)})
	t.Cleanup(engine.Close)
	e := &Engine{Flavor: f, Store: f.Store(), Sim: engine}
	e.client = e.NewClient(t)
	if _, err := e.client.Ping(t.Context(), client.PingOptions{NegotiateAPIVersion: true}); err != nil {
		t.Fatal(err)
	}
	return e
}

// simVersion returns the version that the embedded engine reports.
func simVersion(f Flavor) string {
	switch f.Like() {
	case Docker20:
		return "20.10.24"
	case Docker29, Docker29Containerd:
		return "29.8.1"
	case Podman:
		return "4.3.1"
	case Podman5:
		return "5.8.6"
	default:
	}
	return "28.5.2"
}
