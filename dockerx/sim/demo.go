package sim

import (
	"time"

	"jettison/model/modeltest"
)

// Demo starts the engine of the demo: that of a working developer, which takes about as long
// to answer as a real one. Close ends it.
func Demo(seed uint64, now func() time.Time) *Engine {
	return New(modeltest.Developer(seed, now()), Options{Name: "demo", Clock: now, Latency: demoLatency()})
}

func demoLatency() []Latency {
	const ms = time.Millisecond
	return []Latency{
		{Match: Match{Method: "DELETE", Path: "/images/*"}, Base: 40 * ms, Jitter: 60 * ms, PerItem: 6 * ms},
		{Match: Match{Method: "DELETE", Path: "/containers/*"}, Base: 60 * ms, Jitter: 60 * ms},
		{Match: Match{Method: "POST", Path: "/containers/*"}, Base: 200 * ms, Jitter: 200 * ms},
		{Match: Match{Path: "/images/json"}, Base: 15 * ms},
		{Match: Match{Path: "/containers/json"}, Base: 10 * ms},
		{Match: Match{Path: "/system/df"}, Base: 1500 * ms},
		{Match: Match{Path: "/images/*"}, Base: 2 * ms},
	}
}
