package ui_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"jettison/dockerx/sim"
	"jettison/keymap"
	"jettison/model"
	"jettison/model/modeltest"
	"jettison/model/trend"
	"jettison/ui"
)

// past is a made-up one.
func past(inv *model.Inventory, at time.Time) trend.History { return modeltest.History(inv, 1, at) }

// sampleStore keeps samples in memory.
type sampleStore struct {
	mu      sync.Mutex
	samples []trend.Sample
	skipped int
	broken  error
}

func (s *sampleStore) trends() ui.Trends {
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

func (s *sampleStore) len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.samples)
}

// A start records one sample, once the layers are read; the pane says that more are
// needed.
func TestStartRecordsOneSample(t *testing.T) {
	var kept sampleStore
	opts := open(t, engine(t))
	opts.Trends = kept.trends()
	p := newJourney(t, opts, 80, 24)
	p.settles()
	p.Do(keymap.Pane(4))
	p.Sees("Trends need samples of two days.")
	p.Sees("There is one so far, of Nov 1, 12:00: 136 GB on the disk, 64 GB reclaimable.")
	p.Do(keymap.Refresh)
	p.Sees("Reading the samples anew.")
	p.Next()
	if n := kept.len(); n != 1 {
		t.Errorf("%d samples were recorded", n)
	}
}

// A disk that can't be measured leaves the samples of before.
func TestTrendsWithoutUsage(t *testing.T) {
	e := engine(t)
	e.Inject(sim.Fault{Match: sim.Match{Path: "/system/df"}, Kind: sim.FaultHang})
	kept := sampleStore{samples: past(modeltest.Developer(1, now).Inventory(), now).Samples, skipped: 3}
	opts := open(t, e)
	opts.Trends = kept.trends()
	before := kept.len()
	p := newJourney(t, opts, 120, 30)
	p.Sees("● live")
	p.Do(keymap.Pane(4))
	p.Sees("grows ")
	p.Sees("▲ 3 lines of the samples can't be read")
	if kept.len() != before {
		t.Error("a sample was recorded of what was not measured")
	}
}

func TestTrendsThatCannotBeKept(t *testing.T) {
	kept := sampleStore{broken: errors.New("the disk\x1b[2J is full")}
	opts := open(t, engine(t))
	opts.Trends = kept.trends()
	p := newJourney(t, opts, 100, 24)
	p.Sees("The sample for the trends could not be kept: the disk[2J is full")
	p.Do(keymap.Pane(4))
	p.Sees("The samples could not be read.")
	p.Sees("r tries again")
	p.clean("4")
	kept.mu.Lock()
	kept.broken, kept.samples = nil, past(modeltest.Developer(1, now).Inventory(), now).Samples
	kept.mu.Unlock()
	p.Do(keymap.Refresh)
	p.Sees("grows ")
}

func TestTrendsNowhere(t *testing.T) {
	p := newJourney(t, open(t, engine(t)), 80, 24)
	p.settles()
	p.Do(keymap.Pane(4))
	p.Sees("There is no place for samples")
}

// The demo that is opened from the start has a past, and what was there before has
// none of it.
func TestTrendsOfTheDemo(t *testing.T) {
	opts := open(t, engine(t))
	opts.Demo = opts.Connect
	opts.Connect = func(context.Context) (ui.Session, error) { return nil, errors.New("not yet") }
	var kept sampleStore
	opts.Trends = kept.trends()
	opts.Trends.Demo = past
	p := newJourney(t, opts, 120, 30)
	p.Sees("not yet")
	p.Do(keymap.Demo)
	p.settles()
	p.Do(keymap.Pane(4))
	p.Sees("made up for the demo")
	if n := kept.len(); n != 0 {
		t.Errorf("%d samples of the demo were recorded", n)
	}
}

func TestTrendsKeys(t *testing.T) {
	opts := open(t, engine(t))
	opts.Trends = ui.Trends{IsDemo: true, Demo: past}
	p := newJourney(t, opts, 120, 40)
	p.settles()
	p.Do(keymap.Pane(4))
	p.Sees("[month]")
	for _, step := range []struct {
		action keymap.Action
		times  int
		want   string
	}{
		{keymap.Left, 1, "[week]"},
		{keymap.Left, 1, "[week]"},
		{keymap.Right, 4, "[all]"},
		{keymap.Right, 1, "[all]"},
		{keymap.SortMenu, 1, "Sort by"},
		{keymap.Back, 1, "by a week ↓"},
		{keymap.SortReverse, 1, "by a week ↑"},
		{keymap.Copy, 1, "Copied "},
	} {
		for range step.times {
			p.Do(step.action)
		}
		if !strings.Contains(p.Text(), step.want) {
			t.Errorf("no %q after %q:\n%s", step.want, step.action, p.Text())
		}
	}
	p.Click("quarter")
	p.Sees("[quarter]")
	p.Click("REPOSITORY")
	p.Sees("by repository ↑")
	p.Click("Images")
	p.Sees("TAG")
}
