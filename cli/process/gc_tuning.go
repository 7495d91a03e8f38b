package process

import (
	"os"
	"runtime/debug"
	"time"
)

const (
	// heapGrowth is the growth of the heap, in percent, that triggers a collection.
	heapGrowth = 50
	// startGrowth is the same until the first rows are on the screen. It allows 16 MiB, since
	// growth counts from 4 MiB.
	startGrowth = 400
	startTime   = 100 * time.Millisecond
)

// TuneGC lowers peak memory at the cost of some CPU time while an inventory loads. It leaves
// the first frames alone so as not to delay them. A GOGC set by the user takes precedence.
func TuneGC() {
	if os.Getenv("GOGC") != "" {
		return
	}
	debug.SetGCPercent(startGrowth)
	time.AfterFunc(startTime, func() { debug.SetGCPercent(heapGrowth) })
}
