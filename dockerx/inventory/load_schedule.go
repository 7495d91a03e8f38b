package inventory

import (
	"context"
	"time"

	"jettison/model"
)

// hangsAfter is how long a fact loads before asking for it again gives up the
// request under way.
const hangsAfter = 5 * time.Second

// factLoad is how the loading of one fact goes. A fact is never loaded twice at
// once: what is wanted meanwhile is loaded once more afterwards.
type factLoad struct {
	wanted bool
	busy   bool
	began  time.Time
	ended  time.Time     // the last time
	took   time.Duration // the last time
	cancel context.CancelFunc
}

// loadSchedule says which fact is loaded when. It is a plain state machine: the caller
// brings the time and does the work.
type loadSchedule struct {
	// sharedFrom is the fact that the shared sizes come with: disk usage for
	// engines before API 1.42, which have no other source of them; FactShared
	// when they are asked for on their own.
	sharedFrom model.Fact
	// atOnce lets what does not build on the images be loaded beside them.
	atOnce bool
	// restUntil is until when only the images are loaded: who shows them gets the
	// processor first, which the engine may share.
	restUntil time.Time

	states [model.FactCount]model.FactState
	runs   [model.FactCount]factLoad
}

// orAll are the facts, or all there are when none is named.
func orAll(facts []model.Fact) []model.Fact {
	if len(facts) > 0 {
		return facts
	}
	for fact := range model.FactCount {
		facts = append(facts, fact)
	}
	return facts
}

// want asks for a fact.
func (s *loadSchedule) want(fact model.Fact) {
	if fact == model.FactShared {
		fact = s.sharedFrom
	}
	s.runs[fact].wanted = true
}

// next is a fact whose turn it is: wanted, not being loaded, and with all that
// comes before it settled. Rows come first, layers last.
func (s *loadSchedule) next(now time.Time) (model.Fact, bool) {
	resting := now.Before(s.restUntil)
	for fact := range model.FactCount {
		run := &s.runs[fact]
		if run.wanted && !run.busy && s.turn(fact) && (!resting || fact == model.FactImages) {
			return fact, true
		}
	}
	return 0, false
}

// brings reports whether the shared sizes come with another fact.
func (s *loadSchedule) brings(fact model.Fact) bool {
	return fact == s.sharedFrom && fact != model.FactShared
}

func (s *loadSchedule) turn(fact model.Fact) bool {
	switch fact {
	case model.FactEngine, model.FactContainers, model.FactUsage:
		return s.atOnce || s.settled(model.FactImages)
	case model.FactShared:
		return s.ready(model.FactImages)
	case model.FactLayers:
		return s.ready(model.FactImages) && !s.pending(model.FactImages) && !s.pending(model.FactEngine) &&
			!s.pending(model.FactContainers) && !s.pending(model.FactShared)
	default: // the images wait for nothing
		return true
	}
}

// ready reports whether there is a value, be it an old one.
func (s *loadSchedule) ready(fact model.Fact) bool { return !s.states[fact].At.IsZero() }

// pending reports whether a fact is still to be loaded, or just is. Shared sizes
// that come with the disk usage never are: nothing waits for that.
func (s *loadSchedule) pending(fact model.Fact) bool { return s.runs[fact].wanted || s.runs[fact].busy }

// settled reports whether the last attempt is over.
func (s *loadSchedule) settled(fact model.Fact) bool {
	status := s.states[fact].Status
	return status == model.StatusReady || status == model.StatusFailed
}

func (s *loadSchedule) begin(fact model.Fact, now time.Time, cancel context.CancelFunc) {
	run := &s.runs[fact]
	run.wanted, run.busy, run.began, run.cancel = false, true, now, cancel
	s.states[fact].Status = model.StatusLoading
	s.states[fact].Problem = nil
	if s.brings(fact) {
		s.states[model.FactShared].Status = model.StatusLoading
		s.states[model.FactShared].Problem = nil
	}
}

// end says how the loading of a fact ended; at is when its value was asked for.
func (s *loadSchedule) end(fact model.Fact, at, now time.Time, problem *model.Problem) {
	run := &s.runs[fact]
	if run.cancel != nil {
		run.cancel()
	}
	run.busy, run.cancel = false, nil
	run.took, run.ended = now.Sub(run.began), now
	s.settle(fact, at, problem)
	if s.brings(fact) {
		s.settle(model.FactShared, at, problem)
	}
}

func (s *loadSchedule) settle(fact model.Fact, at time.Time, problem *model.Problem) {
	state := &s.states[fact]
	state.Problem = problem
	if problem != nil {
		state.Status = model.StatusFailed
		if problem.Kind == model.ProblemCanceled {
			state.Status, state.Problem = model.StatusWaiting, nil // given up to be loaded anew
		}
		return
	}
	state.Status, state.At = model.StatusReady, at
}

// giveUp cancels what has been loading for so long that a person may take it
// for hanging, so that it is loaded anew. Disk usage goes on: the engine would
// go on measuring, and measure twice.
func (s *loadSchedule) giveUp(now time.Time, facts ...model.Fact) {
	for _, fact := range facts {
		run := &s.runs[fact]
		if fact != model.FactUsage && run.busy && now.Sub(run.began) >= hangsAfter {
			run.cancel()
		}
	}
}

// failed are the facts whose last attempt failed.
func (s *loadSchedule) failed() []model.Fact {
	var facts []model.Fact
	for fact := range model.FactCount {
		if s.states[fact].Status == model.StatusFailed {
			facts = append(facts, fact)
		}
	}
	return facts
}
