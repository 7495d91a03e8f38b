package cli

import (
	"os"
	"runtime/debug"
)

// heapGrowth is how many percent the heap may grow before it is collected.
const heapGrowth = 50

// limitHeap trades a little processor time while an inventory loads for a
// smaller peak. A person's own GOGC wins.
func limitHeap() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(heapGrowth)
	}
}
