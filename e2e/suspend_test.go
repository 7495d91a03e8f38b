//go:build unix

package e2e_test

import (
	"fmt"
	"testing"
	"time"

	"jettison/dockerx/enginetest"
	"jettison/keymap"
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
	engines.On(t, enginetest.RealFlavors(), suspendWorld(), func(t *testing.T, e *enginetest.Engine) {
		p := openInShell(t, 100, 30, "--host", e.Host)
		p.Sees("live", "unused", "…/journey/spent")
		p.Do(keymap.MarkAll, keymap.Plan)
		p.Sees("Plan", "deletes 40 images")
		p.Do(keymap.Confirm, keymap.Suspend)
		p.Sees("STOPPED")
		p.Misses("jettison")
		p.Do("\n")
		p.Sees("✓ 40 of 40")
		p.Do(keymap.JobPanel)
		p.Sees("all done", "40 done")
		expect(t, e)
		p.Do(keymap.Quit)
		p.Sees("ENDED 0")
	})
}

// The embedded engine is suspended too.
func TestJourneyThroughASuspendedDemo(t *testing.T) {
	t.Parallel()
	p := openInShell(t, 100, 30, "--demo")
	p.Sees("live", "GB unused")
	p.Do(keymap.Filter, "unused size<50MB", keymap.Confirm)
	p.Sees("/ unused")
	p.Do(keymap.MarkAll, keymap.Plan)
	p.Sees("Plan")
	p.Do(keymap.Confirm)
	p.Sees("X cancels")
	p.Do(keymap.Help, keymap.Suspend) // with a dialog open
	p.Sees("STOPPED")
	p.Misses("jettison")
	p.Do("\n")
	p.Sees("Keys:")
	p.Do(keymap.Back)
	p.Misses("Keys:")
	p.Do(keymap.Filter, keymap.Suspend) // with a text input open
	p.Sees("ENDED")
}
