package dockerx

import (
	"context"
	"time"

	"jettison/model"
)

// hangsAfter is how long a fact loads before asking for it again gives up the
// request under way.
const hangsAfter = 5 * time.Second

// factRun is how the loading of one fact goes. A fact is never loaded twice at
// once: what is wanted meanwhile is loaded once more afterwards.
type factRun struct {
	wanted bool
	busy   bool
	began  time.Time
	ended  time.Time     // the last time
	took   time.Duration // the last time
	cancel context.CancelFunc
}

// board is the schedule of the facts. It is a plain state machine: the caller
// brings the time and does the work.
type board struct {
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
	runs   [model.FactCount]factRun
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
func (b *board) want(fact model.Fact) {
	if fact == model.FactShared {
		fact = b.sharedFrom
	}
	b.runs[fact].wanted = true
}

// next is a fact whose turn it is: wanted, not being loaded, and with all that
// comes before it settled. Rows come first, layers last.
func (b *board) next(now time.Time) (model.Fact, bool) {
	resting := now.Before(b.restUntil)
	for fact := range model.FactCount {
		run := &b.runs[fact]
		if run.wanted && !run.busy && b.turn(fact) && (!resting || fact == model.FactImages) {
			return fact, true
		}
	}
	return 0, false
}

// brings reports whether the shared sizes come with another fact.
func (b *board) brings(fact model.Fact) bool {
	return fact == b.sharedFrom && fact != model.FactShared
}

func (b *board) turn(fact model.Fact) bool {
	switch fact {
	case model.FactEngine, model.FactContainers, model.FactUsage:
		return b.atOnce || b.settled(model.FactImages)
	case model.FactShared:
		return b.ready(model.FactImages)
	case model.FactLayers:
		return b.ready(model.FactImages) && !b.pending(model.FactImages) && !b.pending(model.FactEngine) &&
			!b.pending(model.FactContainers) && !b.pending(model.FactShared)
	default: // the images wait for nothing
		return true
	}
}

// ready reports whether there is a value, be it an old one.
func (b *board) ready(fact model.Fact) bool { return !b.states[fact].At.IsZero() }

// pending reports whether a fact is still to be loaded, or just is. Shared sizes
// that come with the disk usage never are: nothing waits for that.
func (b *board) pending(fact model.Fact) bool { return b.runs[fact].wanted || b.runs[fact].busy }

// settled reports whether the last attempt is over.
func (b *board) settled(fact model.Fact) bool {
	status := b.states[fact].Status
	return status == model.StatusReady || status == model.StatusFailed
}

func (b *board) begin(fact model.Fact, now time.Time, cancel context.CancelFunc) {
	run := &b.runs[fact]
	run.wanted, run.busy, run.began, run.cancel = false, true, now, cancel
	b.states[fact].Status = model.StatusLoading
	b.states[fact].Problem = nil
	if b.brings(fact) {
		b.states[model.FactShared].Status = model.StatusLoading
		b.states[model.FactShared].Problem = nil
	}
}

// end says how the loading of a fact ended; at is when its value was asked for.
func (b *board) end(fact model.Fact, at, now time.Time, problem *model.Problem) {
	run := &b.runs[fact]
	if run.cancel != nil {
		run.cancel()
	}
	run.busy, run.cancel = false, nil
	run.took, run.ended = now.Sub(run.began), now
	b.settle(fact, at, problem)
	if b.brings(fact) {
		b.settle(model.FactShared, at, problem)
	}
}

func (b *board) settle(fact model.Fact, at time.Time, problem *model.Problem) {
	state := &b.states[fact]
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
func (b *board) giveUp(now time.Time, facts ...model.Fact) {
	for _, fact := range facts {
		run := &b.runs[fact]
		if fact != model.FactUsage && run.busy && now.Sub(run.began) >= hangsAfter {
			run.cancel()
		}
	}
}

// failed are the facts whose last attempt failed.
func (b *board) failed() []model.Fact {
	var facts []model.Fact
	for fact := range model.FactCount {
		if b.states[fact].Status == model.StatusFailed {
			facts = append(facts, fact)
		}
	}
	return facts
}
