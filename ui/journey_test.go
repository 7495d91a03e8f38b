package ui_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/charmbracelet/x/ansi"

	"jettison/cleanup"
	"jettison/dockerx"
	"jettison/dockerx/sim"
	"jettison/keymap"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/ui"
	"jettison/ui/uitest"
)

var now = time.Date(2026, 11, 1, 12, 0, 0, 0, time.UTC)

func clock() time.Time { return now }

// journey is a way through the screen of an embedded engine.
type journey struct {
	*uitest.ModelScreen
	t testing.TB
}

func newJourney(t testing.TB, opts ui.Options, width, height int) *journey {
	t.Helper()
	opts.NoColor = true
	return inColor(t, opts, width, height)
}

// inColor is a journey whose frames have colors.
func inColor(t testing.TB, opts ui.Options, width, height int) *journey {
	t.Helper()
	if opts.Now == nil {
		opts.Now = clock
	}
	return &journey{uitest.Open(t, ui.New(t.Context(), opts), opts.Keys, width, height), t}
}

// waitsUntilKnown waits until the engine is followed and its images, containers
// and disk usage are on the screen.
func (p *journey) waitsUntilKnown() {
	p.t.Helper()
	p.Sees("● live")
	p.Sees(" unused") // of the disk's bytes
}

func open(t testing.TB, engine *sim.Engine) ui.Options {
	t.Helper()
	return ui.Options{Address: "test", Connect: func(ctx context.Context) (ui.Session, error) {
		client, err := dockerx.Connect(ctx, dockerx.Options{Dial: engine.Dial, Name: "test", Now: time.Now})
		if err != nil {
			return nil, err
		}
		return newSession(t, client, cleanup.Service{Now: time.Now}), nil
	}}
}

func engine(t *testing.T) *sim.Engine {
	t.Helper()
	w := modeltest.Developer(1, now)
	e := sim.New(w, sim.Options{Clock: clock})
	t.Cleanup(func() { e.Close() })
	return e
}

// TestRemoveWhatTheFilterShows goes from opening to the images being gone.
func TestRemoveWhatTheFilterShows(t *testing.T) {
	e := engine(t)
	p := newJourney(t, open(t, e), 120, 30)
	p.waitsUntilKnown()
	p.settles()
	p.Do(keymap.Filter, "unused size>3GB")
	p.Do(keymap.Confirm)
	p.Do(keymap.MarkAll)
	p.Sees("marked · frees")
	p.Do(keymap.Plan)
	p.Sees("Plan · deletes")
	before := deletes(e)
	if before != 0 {
		t.Fatalf("%d deletions before anything was confirmed", before)
	}
	p.Do(keymap.Confirm)
	p.Sees(" freed; J shows what went.")
	if deletes(e) == 0 {
		t.Error("nothing was deleted")
	}
	p.Sees("0 of ")
	p.Do(keymap.JobPanel)
	p.Sees("5 done")
	p.Sees("as predicted")
}

// A removal that began before the disk was measured has nothing to compare
// with, and says so.
func TestRemovalBeforeTheDiskIsMeasured(t *testing.T) {
	e := engine(t)
	hang := e.Inject(sim.Fault{Match: sim.Match{Path: "/system/df"}, Kind: sim.FaultHang})
	p := newJourney(t, open(t, e), 120, 30)
	p.Sees("■ stopped") // containers are known, and so which images are unused
	p.Do(keymap.Filter, "size>9GB unused", keymap.Confirm, keymap.MarkAll, keymap.Plan)
	p.Sees("Plan · deletes")
	p.Do(keymap.Confirm)
	p.Sees("The removal ended.")
	p.Do(keymap.JobPanel)
	p.Sees("unknown")
	hang.Release()
}

func deletes(e *sim.Engine) int {
	n := 0
	for _, r := range e.Requests() {
		if r.Method == http.MethodDelete {
			n++
		}
	}
	return n
}

func TestWrongQueryKeepsTheLastGoodList(t *testing.T) {
	p := newJourney(t, open(t, engine(t)), 120, 30)
	p.waitsUntilKnown()
	p.Do(keymap.Filter, "dangling")
	const row = 15 // below the ways to complete the line
	good := strings.Split(p.Text(), "\n")[row]
	p.Do(" (")
	if !strings.Contains(p.Text(), "column") {
		t.Errorf("no place of the open bracket:\n%s", p.Text())
	}
	if got := strings.Split(p.Text(), "\n")[row]; got != good {
		t.Errorf("the list changed from\n%s\nto\n%s", good, got)
	}
}

func TestAMisspelledStateIsPointedOut(t *testing.T) {
	p := newJourney(t, open(t, engine(t)), 120, 30)
	p.waitsUntilKnown()
	p.Do(keymap.Filter, "danglng")
	const hint = "`danglng` is looked for in names, and none has it; did you mean `dangling`?"
	if !strings.Contains(p.Text(), hint) {
		t.Errorf("no hint:\n%s", p.Text())
	}
	p.Do(" or dangling")
	if strings.Contains(p.Text(), hint) {
		t.Errorf("a hint beside a list:\n%s", p.Text())
	}
}

func TestNoEngineIsExplained(t *testing.T) {
	p := newJourney(t, ui.Options{Address: "unix:///nowhere", Connect: func(context.Context) (ui.Session, error) {
		return nil, &model.Problem{Kind: model.ProblemNotRunning, What: "Nothing answers there", Advice: "Start the engine."}
	}}, 80, 24)
	p.Sees("No engine at unix:///nowhere")
	p.Sees("Start the engine.")
}

// TestEverySize holds frames to the terminal's size, down to a single cell.
func TestEverySize(t *testing.T) {
	p := newJourney(t, open(t, engine(t)), 120, 30)
	p.waitsUntilKnown()
	for _, inputs := range [][]uitest.Input{nil, {keymap.Plan}, {keymap.Help}} {
		p.Do(inputs...)
		for _, size := range [][2]int{{1, 1}, {39, 10}, {40, 10}, {80, 24}, {200, 50}} {
			p.Resize(size[0], size[1])
			lines := strings.Split(p.Text(), "\n")
			if len(lines) > size[1] {
				t.Errorf("%d lines at %v", len(lines), size)
			}
			for _, line := range lines {
				if ansi.StringWidth(line) > size[0] {
					t.Errorf("%v after %q: too wide: %q", size, inputs, line)
				}
			}
		}
	}
}
