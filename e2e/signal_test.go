//go:build unix

package e2e_test

import (
	"os"
	ossignal "os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"jettison/dockerx/sim"
	"jettison/keymap"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/store"
)

// When its terminal is gone or it is told to end, the screen begins no other step, and the
// journal learns how those under way ended.
func TestJourneyToASignalInARemoval(t *testing.T) {
	t.Parallel()
	for _, signal := range []syscall.Signal{syscall.SIGHUP, syscall.SIGTERM} {
		t.Run(signal.String(), func(t *testing.T) {
			t.Parallel()
			if ossignal.Ignored(signal) {
				t.Skip("this test is run with the signal ignored, as by nohup, and so is the program")
			}
			world := modeltest.New(3, time.Now())
			const images = 20
			for range images {
				world.Build(modeltest.Recipe{Add: []modeltest.Instruction{modeltest.Run("COPY app /", 900)}})
			}
			engine := sim.New(world, sim.Options{})
			t.Cleanup(engine.Close)
			const before = 3 // so many deletions end before the signal
			hanging := engine.Inject(sim.Fault{Kind: sim.FaultHang, Match: sim.Match{Method: "DELETE"}, Skip: before})
			proxy := openProxy(t, func() evidence { return evidence{} })
			proxy.forwardTo(engine.Dial)
			state := t.TempDir()
			p := start(t, 100, 30, func() []string {
				// The shell says which process it is and becomes the program.
				return []string{"env", "XDG_STATE_HOME=" + state, "sh", "-c", `echo $$ > "$XDG_STATE_HOME/pid"; exec "$@"`, "sh", program, "--host", proxy.host, "--jobs", "2"}
			})
			p.Sees("live", "unused")
			p.Do(keymap.MarkAll, keymap.Plan)
			p.Sees("deletes 20 images")
			p.Do(keymap.Confirm)
			p.Sees("of 20")
			p.Await("steps under way", func(string) bool { return hanging.Hits() == 2 })
			if err := syscall.Kill(processIn(t, filepath.Join(state, "pid")), signal); err != nil {
				t.Fatal(err)
			}
			p.Await("the end of the screen", func(screen string) bool { return !strings.Contains(screen, "of 20") })
			hanging.Release()
			p.Ends(128 + int(signal))

			removals, err := store.OpenJournal(filepath.Join(state, "jettison", "journal")).Removals(nil)
			if err != nil || len(removals) != 1 {
				t.Fatalf("the journal has %+v, %v", removals, err)
			}
			done, canceled := 0, 0
			for _, step := range removals[0].Steps {
				switch {
				case step.Outcome == nil:
					t.Errorf("nobody knows what became of step %d", step.Intent.Step)
				case step.Outcome.In(model.StepDone):
					done++
				case step.Outcome.In(model.StepCanceled):
					canceled++
				}
			}
			_, deleted, _ := proxy.seen()
			if done != len(deleted) || canceled != images-done || canceled == 0 {
				t.Errorf("%d were deleted; of the journal's %d are done and %d canceled", len(deleted), done, canceled)
			}
		})
	}
}

// processIn reads the ID of a process.
func processIn(t *testing.T, file string) int {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	process, err := strconv.Atoi(strings.TrimSpace(string(text)))
	if err != nil {
		t.Fatal(err)
	}
	return process
}
