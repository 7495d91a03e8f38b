package ui_test

import (
	"errors"
	"slices"
	"sync/atomic"
	"testing"

	"jettison/keymap"
	"jettison/model/pin"
	"jettison/model/query"
)

// What a person pins is neither marked nor planned until it is unpinned, and each
// change is kept.
func TestPinTheRow(t *testing.T) {
	t.Parallel()
	kept := make(chan string, 8)
	opts := open(t, shop(t))
	opts.Pins.Keep = func(q *query.Query, on bool) error {
		sign := "-"
		if on {
			sign = "+"
		}
		kept <- sign + q.String()
		return nil
	}
	p := newJourney(t, opts, 120, 30)
	p.settles()
	p.Do(keymap.Filter, "repo:app tag:2", keymap.Confirm)
	p.Sees("app")
	p.Do(keymap.Pin)
	p.Sees("Pinned: ref:app:2")
	if got := <-kept; got != "+ref:app:2" {
		t.Errorf("kept %q", got)
	}
	p.Sees("stays: pinned by ref:app:2")
	p.Sees("2 +1 ⚑")
	p.Do(keymap.Mark)
	p.Sees("It is pinned by ref:app:2 and can't be marked; p unpins it.")
	p.Do(keymap.Plan)
	p.Sees("app:2 stays, pinned by ref:app:2")
	p.Sees("There is nothing to remove.")
	p.Do(keymap.Back)
	p.Do(keymap.Back)
	p.Do(keymap.Filter, "pinned", keymap.Confirm)
	p.Sees("2 +1 ⚑")
	p.Do(keymap.Pin)
	p.Sees("No longer pinned: ref:app:2")
	if got := <-kept; got != "-ref:app:2" {
		t.Errorf("kept %q", got)
	}
	p.Do(keymap.Back)
	p.Do(keymap.Filter, "repo:app tag:2", keymap.Confirm)
	p.Do(keymap.Mark)
	p.Sees("1 reference marked")
}

// Marking everything leaves out what is pinned, in groups as well.
func TestPinnedRowsTakeNoMark(t *testing.T) {
	t.Parallel()
	opts := open(t, shop(t))
	q, err := pin.Parse("tag:2")
	if err != nil {
		t.Fatal(err)
	}
	opts.Pins.Rules = []pin.Rule{{Query: q, Configured: true}}
	p := newJourney(t, opts, 120, 30)
	p.settles()
	p.Do(keymap.MarkAll)
	p.Do(keymap.Filter, "marked tag:2", keymap.Confirm)
	p.Sees("Nothing matches the filter.")
	p.Do(keymap.Back)
	p.Do(keymap.Filter, "tag:2", keymap.Confirm, keymap.Pin)
	p.Sees("It is pinned by tag:2 in the configuration.")
	p.Do(keymap.Back)
	p.Do(keymap.ClearMarks, keymap.Filter, "repo:app", keymap.Confirm, keymap.ViewMode, keymap.Top)
	p.Do(keymap.Mark)
	p.Sees("3 references marked")
	p.Do(keymap.Top)
	p.Do(keymap.Mark)
	p.Sees("nothing marked")
}

// What others pin while the screen is open holds in a plan.
func TestAPlanRespectsPinsOfOthers(t *testing.T) {
	t.Parallel()
	opts := open(t, shop(t))
	var pinned atomic.Pointer[[]pin.Rule]
	pinned.Store(new([]pin.Rule))
	opts.Pins.Load = func() ([]pin.Rule, error) { return slices.Clone(*pinned.Load()), nil }
	p := newJourney(t, opts, 120, 30)
	p.settles()
	p.Do(keymap.Filter, "repo:app tag:2", keymap.Confirm)
	p.Do(keymap.Plan)
	p.Sees("untags 1")
	p.Do(keymap.Back)
	q, err := pin.Parse("repo:app")
	if err != nil {
		t.Fatal(err)
	}
	pinned.Store(&[]pin.Rule{{Query: q}})
	p.Do(keymap.Plan)
	p.Sees("Pins changed meanwhile; they are in force now.")
	p.Sees("There is nothing to remove.")
}

// A pin that could not be kept holds until the program ends, whatever is kept.
func TestAPinThatCantBeSavedHolds(t *testing.T) {
	t.Parallel()
	opts := open(t, shop(t))
	opts.Pins.Keep = func(*query.Query, bool) error { return errors.New("no space left on device") }
	var read atomic.Bool
	opts.Pins.Load = func() ([]pin.Rule, error) {
		read.Store(true)
		return nil, nil
	}
	p := newJourney(t, opts, 120, 30)
	p.settles()
	p.Do(keymap.Filter, "repo:app tag:2", keymap.Confirm, keymap.Pin)
	p.Sees("The pin could not be kept, and ends with the program: no space left on device")
	for range 5 { // what one plan asks for is there before the last
		p.Do(keymap.Plan)
		p.Sees("app:2 stays, pinned by ref:app:2")
		p.Do(keymap.Back)
		p.Do(keymap.Pin) // takes it away
		p.Sees("No longer pinned: ref:app:2")
		p.Do(keymap.Pin)
		p.Sees("Pinned: ref:app:2")
	}
	if read.Load() {
		t.Error("what is kept was read in place of what is pinned")
	}
}
