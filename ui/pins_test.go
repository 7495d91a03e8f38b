package ui_test

import (
	"errors"
	"slices"
	"sync/atomic"
	"testing"

	tea "charm.land/bubbletea/v2"

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
	p := newPerson(t, opts, 120, 30)
	p.settles()
	p.types("/repo:app tag:2\n")
	p.waits("app")
	p.types("p")
	p.waits("Pinned: ref:app:2")
	if got := <-kept; got != "+ref:app:2" {
		t.Errorf("kept %q", got)
	}
	p.waits("stays: pinned by ref:app:2")
	p.waits("2 +1 ⚑")
	p.presses(tea.KeySpace)
	p.waits("It is pinned by ref:app:2 and can't be marked; p unpins it.")
	p.types("d")
	p.waits("app:2 stays, pinned by ref:app:2")
	p.waits("There is nothing to remove.")
	p.presses(tea.KeyEscape)
	p.presses(tea.KeyEscape)
	p.types("/pinned\n")
	p.waits("2 +1 ⚑")
	p.types("p")
	p.waits("No longer pinned: ref:app:2")
	if got := <-kept; got != "-ref:app:2" {
		t.Errorf("kept %q", got)
	}
	p.presses(tea.KeyEscape)
	p.types("/repo:app tag:2\n")
	p.presses(tea.KeySpace)
	p.waits("1 reference marked")
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
	p := newPerson(t, opts, 120, 30)
	p.settles()
	p.types("a")
	p.types("/marked tag:2\n")
	p.waits("Nothing matches the filter.")
	p.presses(tea.KeyEscape)
	p.types("/tag:2\np")
	p.waits("It is pinned by tag:2 in the configuration.")
	p.presses(tea.KeyEscape)
	p.types("u/repo:app\ntg")
	p.presses(tea.KeySpace)
	p.waits("3 references marked")
	p.types("g")
	p.presses(tea.KeySpace)
	p.waits("nothing marked")
}

// What others pin while the screen is open holds in a plan.
func TestAPlanHeedsWhatOthersPinned(t *testing.T) {
	t.Parallel()
	opts := open(t, shop(t))
	var pinned atomic.Pointer[[]pin.Rule]
	pinned.Store(new([]pin.Rule))
	opts.Pins.Load = func() ([]pin.Rule, error) { return slices.Clone(*pinned.Load()), nil }
	p := newPerson(t, opts, 120, 30)
	p.settles()
	p.types("/repo:app tag:2\n")
	p.types("d")
	p.waits("untags 1")
	p.presses(tea.KeyEscape)
	q, err := pin.Parse("repo:app")
	if err != nil {
		t.Fatal(err)
	}
	pinned.Store(&[]pin.Rule{{Query: q}})
	p.types("d")
	p.waits("Pins changed meanwhile; they are in force now.")
	p.waits("There is nothing to remove.")
}

// A pin that could not be kept holds until the program ends, whatever is kept.
func TestAPinThatCantBeKeptHolds(t *testing.T) {
	t.Parallel()
	opts := open(t, shop(t))
	opts.Pins.Keep = func(*query.Query, bool) error { return errors.New("no space left on device") }
	var read atomic.Bool
	opts.Pins.Load = func() ([]pin.Rule, error) {
		read.Store(true)
		return nil, nil
	}
	p := newPerson(t, opts, 120, 30)
	p.settles()
	p.types("/repo:app tag:2\np")
	p.waits("The pin could not be kept, and ends with the program: no space left on device")
	for range 5 { // what one plan asks for is there before the last
		p.types("d")
		p.waits("app:2 stays, pinned by ref:app:2")
		p.presses(tea.KeyEscape)
		p.types("p") // takes it away
		p.waits("No longer pinned: ref:app:2")
		p.types("p")
		p.waits("Pinned: ref:app:2")
	}
	if read.Load() {
		t.Error("what is kept was read in place of what is pinned")
	}
}
