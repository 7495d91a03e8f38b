package process

import (
	"os"
	"runtime/debug"
	"time"
)

const (
	// heapGrowth is how many percent the heap may grow before it is collected.
	heapGrowth = 50
	// startGrowth is the same for the time until the first rows are on the screen:
	// 16 MiB, since growth counts from 4 MiB on.
	startGrowth = 400
	startTime   = 100 * time.Millisecond
)

// TuneGC trades a little processor time while an inventory loads for a
// smaller peak. Only the first frames are not held up for it. A person's own
// GOGC wins.
func TuneGC() {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(startGrowth)
	time.AfterFunc(startTime, func() { debug.SetGCPercent(heapGrowth) })
}
