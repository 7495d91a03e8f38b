//go:build !unix

package enginetest

import "testing"

// LayersOnDisk is for systems that engines run on.
func (e *Engine) LayersOnDisk(t testing.TB) int64 {
	t.Helper()
	t.Fatal("no engine runs here")
	return 0
}
