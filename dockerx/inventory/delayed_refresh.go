package inventory

import (
	"slices"
	"time"

	"jettison/model"
)

const (
	// refreshQuiet is how long there must have been no event before shared sizes and disk
	// usage are loaded again.
	refreshQuiet = 2 * time.Second
	// refreshRest is how long the engine is then left alone, as a multiple of the time that
	// it took to measure.
	refreshRest = 4
)

// delayedRefresh puts off facts that are costly and that every event changes, until the
// engine has gone quiet. It is a plain state machine.
type delayedRefresh struct {
	at    time.Time // when the facts are due; zero for none
	facts []model.Fact
}

// later schedules facts for when nothing has happened for a while, and not before
// earliest.
func (r *delayedRefresh) later(now, earliest time.Time, facts ...model.Fact) {
	r.at = now.Add(refreshQuiet)
	if r.at.Before(earliest) {
		r.at = earliest
	}
	for _, fact := range facts {
		if !slices.Contains(r.facts, fact) {
			r.facts = append(r.facts, fact)
		}
	}
}

// putOff delays what is scheduled, since something happened again.
func (r *delayedRefresh) putOff(now time.Time) {
	if quiet := now.Add(refreshQuiet); !r.at.IsZero() && r.at.Before(quiet) {
		r.at = quiet
	}
}

func (r *delayedRefresh) isDue(now time.Time) bool { return !r.at.IsZero() && !now.Before(r.at) }

func (r *delayedRefresh) take() []model.Fact {
	facts := r.facts
	*r = delayedRefresh{}
	return facts
}
