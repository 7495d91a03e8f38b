//go:build unix

package e2e_test

import (
	"fmt"
	"testing"
	"time"

	"jettison/dockerx/enginetest"
	"jettison/model/modeltest"
)

// suspendWorld has so many images that their removal takes a while.
func suspendWorld() *modeltest.World {
	w := modeltest.New(12, time.Now().Truncate(time.Second))
	for i := range 40 {
		w.Build(modeltest.Recipe{
			Tags: []string{fmt.Sprintf("%sspent:%d", folder, i)}, Add: []modeltest.Instruction{modeltest.Run("ADD rootfs /", int64(1000+i))},
		})
	}
	return w
}

// Suspended during a removal, the program hands the terminal back to the shell; resumed, it
// continues and loses no step.
func TestJourneyThroughASuspension(t *testing.T) {
	engines.On(t, dockers(), suspendWorld(), func(t *testing.T, e *enginetest.Engine) {
		p := travelInShell(t, 100, 30, "--host", e.Host)
		p.sees("live", "unused", "…/journey/spent")
		p.types("ad")
		p.sees("Plan", "deletes 40 images")
		p.types("\r\x1a")
		p.sees("STOPPED")
		p.misses("jettison")
		p.types("\n")
		p.sees("✓ 40 of 40")
		p.types("J")
		p.sees("all done", "40 done")
		expect(t, e)
		p.types("q")
		p.sees("ENDED 0")
	})
}

// The embedded engine is suspended too.
func TestJourneyThroughASuspendedDemo(t *testing.T) {
	t.Parallel()
	p := travelInShell(t, 100, 30, "--demo")
	p.sees("live", "GB unused")
	p.types("/unused size<50MB\r")
	p.sees("/ unused")
	p.types("ad")
	p.sees("Plan")
	p.types("\r")
	p.sees("X cancels")
	p.types("?\x1a") // with a dialog open
	p.sees("STOPPED")
	p.misses("jettison")
	p.types("\n")
	p.sees("Keys:")
	p.types("\x1b/\x1a") // with a text input open
	p.sees("ENDED")
}
