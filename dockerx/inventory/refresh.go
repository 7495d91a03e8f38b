package inventory

import (
	"slices"
	"time"

	"jettison/model"
)

const (
	// refreshQuiet is how long nothing may have happened before shared sizes and
	// disk usage are asked again.
	refreshQuiet = 2 * time.Second
	// refreshRest is how many times as long as an engine took to measure it is
	// then left alone, however much happens.
	refreshRest = 4
)

// refresh puts off what is costly and changes with everything until things
// have gone quiet. It is a plain state machine.
type refresh struct {
	at    time.Time // when the facts are asked again; zero when there is nothing to ask
	facts []model.Fact
}

// later asks for facts once nothing has happened for a while, and not before
// earliest.
func (r *refresh) later(now, earliest time.Time, facts ...model.Fact) {
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

// putOff moves what is asked for, if anything, since something happened again.
func (r *refresh) putOff(now time.Time) {
	if quiet := now.Add(refreshQuiet); !r.at.IsZero() && r.at.Before(quiet) {
		r.at = quiet
	}
}

func (r *refresh) isDue(now time.Time) bool { return !r.at.IsZero() && !now.Before(r.at) }

func (r *refresh) take() []model.Fact {
	facts := r.facts
	*r = refresh{}
	return facts
}
