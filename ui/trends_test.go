package ui_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"jettison/dockerx/sim"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/trend"
	"jettison/ui"
)

// past is a made-up one.
func past(inv *model.Inventory, at time.Time) trend.History { return modeltest.History(inv, 1, at) }

// shelf keeps samples in memory.
type shelf struct {
	mu      sync.Mutex
	samples []trend.Sample
	skipped int
	broken  error
}

func (s *shelf) trends() ui.Trends {
	return ui.Trends{
		Record: func(inv *model.Inventory, now time.Time) error {
			s.mu.Lock()
			defer s.mu.Unlock()
			if s.broken == nil {
				s.samples = append(s.samples, trend.Take(inv, now, trend.UnknownDisk()))
			}
			return s.broken
		},
		Load: func(model.Engine) (trend.History, error) {
			s.mu.Lock()
			defer s.mu.Unlock()
			return trend.History{Samples: append([]trend.Sample{}, s.samples...), Skipped: s.skipped}, s.broken
		},
	}
}

func (s *shelf) len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.samples)
}

// A start records one sample, once the layers are read; the pane says that more are
// needed.
func TestStartRecordsOneSample(t *testing.T) {
	var kept shelf
	opts := open(t, engine(t))
	opts.Trends = kept.trends()
	p := newPerson(t, opts, 80, 24)
	p.settles()
	p.types("4")
	p.waits("Trends need samples of two days.")
	p.waits("There is one so far, of Nov 1, 12:00: 136 GB on the disk, 64 GB reclaimable.")
	p.types("r")
	p.waits("Reading the samples anew.")
	p.next()
	if n := kept.len(); n != 1 {
		t.Errorf("%d samples were recorded", n)
	}
}

// A disk that can't be measured leaves the samples of before.
func TestTrendsWithoutUsage(t *testing.T) {
	e := engine(t)
	e.Inject(sim.Fault{Match: sim.Match{Path: "/system/df"}, Kind: sim.FaultHang})
	kept := shelf{samples: past(modeltest.Developer(1, now).Inventory(), now).Samples, skipped: 3}
	opts := open(t, e)
	opts.Trends = kept.trends()
	before := kept.len()
	p := newPerson(t, opts, 120, 30)
	p.waits("● live")
	p.types("4")
	p.waits("grows ")
	p.waits("▲ 3 lines of the samples can't be read")
	if kept.len() != before {
		t.Error("a sample was recorded of what was not measured")
	}
}

func TestTrendsThatCannotBeKept(t *testing.T) {
	kept := shelf{broken: errors.New("the disk\x1b[2J is full")}
	opts := open(t, engine(t))
	opts.Trends = kept.trends()
	p := newPerson(t, opts, 100, 24)
	p.waits("The sample for the trends could not be kept: the disk[2J is full")
	p.types("4")
	p.waits("The samples could not be read.")
	p.waits("r tries again")
	p.clean("4")
	kept.mu.Lock()
	kept.broken, kept.samples = nil, past(modeltest.Developer(1, now).Inventory(), now).Samples
	kept.mu.Unlock()
	p.types("r")
	p.waits("grows ")
}

func TestTrendsNowhere(t *testing.T) {
	p := newPerson(t, open(t, engine(t)), 80, 24)
	p.settles()
	p.types("4")
	p.waits("There is no place for samples")
}

// The demo that is opened from the start has a past, and what was there before has
// none of it.
func TestTrendsOfTheDemo(t *testing.T) {
	opts := open(t, engine(t))
	opts.Demo = opts.Connect
	opts.Connect = func(context.Context) (ui.Session, error) { return nil, errors.New("not yet") }
	var kept shelf
	opts.Trends = kept.trends()
	opts.Trends.Demo = past
	p := newPerson(t, opts, 120, 30)
	p.waits("not yet")
	p.types("d")
	p.settles()
	p.types("4")
	p.waits("made up for the demo")
	if n := kept.len(); n != 0 {
		t.Errorf("%d samples of the demo were recorded", n)
	}
}

func TestTrendsKeys(t *testing.T) {
	opts := open(t, engine(t))
	opts.Trends = ui.Trends{IsDemo: true, Demo: past}
	p := newPerson(t, opts, 120, 40)
	p.settles()
	p.types("4")
	p.waits("[month]")
	for _, step := range []struct{ keys, want string }{
		{"h", "[week]"}, {"h", "[week]"}, {"llll", "[all]"}, {"l", "[all]"}, {"s", "Sort by"}, {"\x1b", "by a week ↓"}, {"S", "by a week ↑"}, {"y", "Copied "},
	} {
		p.types(step.keys)
		if !strings.Contains(p.sees(), step.want) {
			t.Errorf("no %q after %q:\n%s", step.want, step.keys, p.sees())
		}
	}
	p.clicks("quarter")
	p.waits("[quarter]")
	p.clicks("REPOSITORY")
	p.waits("by repository ↑")
	p.clicks("Images")
	p.waits("TAG")
}
