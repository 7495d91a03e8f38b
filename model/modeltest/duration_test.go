package modeltest_test

import (
	"testing"
	"time"

	"github.com/docker/go-units"

	"jettison/model"
	"jettison/model/modeltest"
)

// The words must be the engine's own at every length.
func TestStatusIsInTheEnginesWords(t *testing.T) {
	for d := 100 * time.Millisecond; d < 5*365*24*time.Hour; d += d/37 + time.Millisecond {
		c := modeltest.Container{State: model.StateExited, ExitCode: 3, Finished: now.Add(-d)}
		if got, want := c.Status(now), "Exited (3) "+units.HumanDuration(d)+" ago"; got != want {
			t.Fatalf("after %v: %q, want %q", d, got, want)
		}
	}
}
