package ui_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"jettison/cleanup"
	"jettison/dockerx"
	"jettison/dockerx/sim"
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
	return openWaiting(t, engine, time.Minute)
}

// openWaiting opens an engine whose removals wait so long for a measurement of the disk.
func openWaiting(t testing.TB, engine *sim.Engine, patience time.Duration) ui.Options {
	t.Helper()
	return ui.Options{Address: "test", Connect: func(ctx context.Context) (ui.Session, error) {
		client, err := dockerx.Connect(ctx, dockerx.Options{Dial: engine.Dial, Name: "test", Now: time.Now})
		if err != nil {
			return nil, err
		}
		s := newSession(t, client, cleanup.Service{Now: time.Now})
		s.patience = patience
		return s, nil
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

// A removal that began before the disk was measured has nothing to compare

// with, and says so.

// TestEverySize holds frames to the terminal's size, down to a single cell.

func (p *journey) footer() string {
	lines := strings.Split(p.Text(), "\n")
	return lines[len(lines)-2]
}

func small(t *testing.T, tags ...string) *sim.Engine {
	t.Helper()
	w := modeltest.New(3, now)
	for i, tag := range tags {
		w.Build(modeltest.Recipe{Tags: []string{tag}, Add: []modeltest.Instruction{modeltest.Run("ADD rootfs /", int64(1000+i))}})
	}
	e := sim.New(w, sim.Options{Clock: clock})
	t.Cleanup(e.Close)
	return e
}

func (p *journey) settles() {
	p.t.Helper()
	p.waitsUntilKnown()
	for strings.Contains(p.Text(), "reading layers") {
		p.Next()
	}
}
