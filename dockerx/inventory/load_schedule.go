package inventory

import (
	"context"
	"slices"
	"time"

	"jettison/model"
)

// hangsAfter is how long a request runs before asking for its fact again cancels it.
const hangsAfter = 5 * time.Second

// factLoad is the state of loading one fact. A fact is never loaded twice at once: if it
// is wanted meanwhile, it is loaded once more afterwards.
type factLoad struct {
	wanted bool
	busy   bool
	began  time.Time
	ended  time.Time     // the last time
	took   time.Duration // the last time
	cancel context.CancelFunc
	loads  int // how many were begun
	loaded int // the last that succeeded of them, from 1 on
}

// loadSchedule decides which fact is loaded when. It is a plain state machine: the caller
// passes the time and does the work.
type loadSchedule struct {
	// sharedFrom is the fact that the shared sizes come with: disk usage for engines before
	// API 1.42, which have no other source, and FactShared if they are loaded on their own.
	sharedFrom model.Fact
	// atOnce loads facts that do not need the images beside them.
	atOnce bool
	// engineFirst asks who the engine is beside the images.
	engineFirst bool
	// imagesOnlyUntil is until when only the images are loaded, so that the screen gets the
	// processor first, which it may share with the engine.
	imagesOnlyUntil time.Time

	states [model.FactCount]model.FactState
	runs   [model.FactCount]factLoad
}

// orAll returns the facts, or all there are if none is named.
func orAll(facts []model.Fact) []model.Fact {
	if len(facts) > 0 {
		return facts
	}
	for fact := range model.FactCount {
		facts = append(facts, fact)
	}
	return facts
}

// want schedules a fact.
func (s *loadSchedule) want(fact model.Fact) {
	if fact == model.FactShared {
		fact = s.sharedFrom
	}
	s.runs[fact].wanted = true
}

// next returns a fact whose turn it is: wanted, not being loaded, and with nothing still
// to come that it waits for. Rows come first, layers and then tag times last.
func (s *loadSchedule) next(now time.Time) (model.Fact, bool) {
	resting := now.Before(s.imagesOnlyUntil)
	for fact := range model.FactCount {
		run := &s.runs[fact]
		if run.wanted && !run.busy && s.isTurn(fact) && (!resting || fact == model.FactImages) {
			return fact, true
		}
	}
	return 0, false
}

// bringsShared reports whether the shared sizes come with this other fact.
func (s *loadSchedule) bringsShared(fact model.Fact) bool {
	return fact == s.sharedFrom && fact != model.FactShared
}

// isTurn reports whether everything that a fact waits for has been loaded.
func (s *loadSchedule) isTurn(fact model.Fact) bool {
	switch fact {
	case model.FactEngine:
		return s.engineFirst || s.atOnce || s.hasEnded(model.FactImages)
	case model.FactContainers, model.FactVolumes, model.FactUsage:
		return s.atOnce || s.hasEnded(model.FactImages)
	case model.FactShared:
		return s.listed()
	case model.FactLayers:
		return s.listed() && !s.anyPending(beforeLayers())
	case model.FactTagTimes:
		return s.listed() && !s.anyPending(append(beforeLayers(), model.FactLayers))
	default: // the images wait for nothing
		return true
	}
}

// beforeLayers are the facts that layers wait for.
func beforeLayers() []model.Fact {
	return []model.Fact{model.FactImages, model.FactEngine, model.FactContainers, model.FactShared}
}

func (s *loadSchedule) anyPending(facts []model.Fact) bool {
	return slices.ContainsFunc(facts, s.pending)
}

// listed reports whether there are images, even old ones.
func (s *loadSchedule) listed() bool { return !s.states[model.FactImages].At.IsZero() }

// pending reports whether a fact is being loaded or still to be loaded. Shared sizes that
// come with the disk usage are never pending: nothing waits for that.
func (s *loadSchedule) pending(fact model.Fact) bool { return s.runs[fact].wanted || s.runs[fact].busy }

// hasEnded reports whether the last attempt has ended.
func (s *loadSchedule) hasEnded(fact model.Fact) bool {
	status := s.states[fact].Status
	return status == model.StatusReady || status == model.StatusFailed
}

func (s *loadSchedule) begin(fact model.Fact, now time.Time, cancel context.CancelFunc) {
	run := &s.runs[fact]
	run.wanted, run.busy, run.began, run.cancel = false, true, now, cancel
	run.loads++
	s.states[fact].Status = model.StatusLoading
	s.states[fact].Problem = nil
	if s.bringsShared(fact) {
		s.states[model.FactShared].Status = model.StatusLoading
		s.states[model.FactShared].Problem = nil
	}
}

// end notes how the loading of a fact ended; at is when its value was requested.
func (s *loadSchedule) end(fact model.Fact, at, now time.Time, problem *model.Problem) {
	run := &s.runs[fact]
	if run.cancel != nil {
		run.cancel()
	}
	run.busy, run.cancel = false, nil
	run.took, run.ended = now.Sub(run.began), now
	if problem == nil {
		run.loaded = run.loads
	}
	s.setResult(fact, at, problem)
	if s.bringsShared(fact) {
		s.setResult(model.FactShared, at, problem)
	}
}

func (s *loadSchedule) setResult(fact model.Fact, at time.Time, problem *model.Problem) {
	state := &s.states[fact]
	state.Problem = problem
	if problem != nil {
		state.Status = model.StatusFailed
		if problem.Kind == model.ProblemCanceled {
			state.Status, state.Problem = model.StatusWaiting, nil // cancelled to be loaded anew
		}
		return
	}
	state.Status, state.At = model.StatusReady, at
}

// cancelHanging cancels requests that have run for so long that they seem to hang, so
// that their facts are loaded anew. Disk usage goes on: the engine would not stop
// measuring, and would measure twice.
func (s *loadSchedule) cancelHanging(now time.Time, facts ...model.Fact) {
	for _, fact := range facts {
		run := &s.runs[fact]
		if fact != model.FactUsage && run.busy && now.Sub(run.began) >= hangsAfter {
			run.cancel()
		}
	}
}

// failed returns the facts whose last attempt failed.
func (s *loadSchedule) failed() []model.Fact {
	var facts []model.Fact
	for fact := range model.FactCount {
		if s.states[fact].Status == model.StatusFailed {
			facts = append(facts, fact)
		}
	}
	return facts
}
