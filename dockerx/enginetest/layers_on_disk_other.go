//go:build !unix

package enginetest

import "testing"

// LayersOnDisk is not implemented: engines run only on other systems.
func (e *Engine) LayersOnDisk(t testing.TB) int64 {
	t.Helper()
	t.Fatal("no engine runs here")
	return 0
}

// LayersAtRest is not implemented either.
func (e *Engine) LayersAtRest(t testing.TB) int64 { return e.LayersOnDisk(t) }
