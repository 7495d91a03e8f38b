package store

import (
	"slices"
	"time"

	"jettison/model"
	"jettison/store/wire"
)

// Removal is the journal's record of one executed plan.
type Removal struct {
	Plan   string
	At     time.Time // start of the removal
	Rule   string    // such as "policy nightly"; empty if removed by hand
	User   string
	Engine JournalEngine
	Steps  []RemovedStep // in the order of the plan
}

// RemovedStep is the journal's record of a step.
type RemovedStep struct {
	Intent JournalLine
	// Outcome is the step's outcome. It is nil if none was written: the step is still running,
	// or the program was interrupted.
	Outcome *JournalLine
	// Restored is the outcome of the latest restoration; nil if there was none.
	Restored *JournalLine
}

// Took reports whether a step removed something. A step without an outcome may have.
func (s *RemovedStep) Took() bool {
	if s.Outcome == nil {
		return true
	}
	switch state, _ := wire.States().Value(s.Outcome.State); state {
	case model.StepDone, model.StepPartly, model.StepUnknown:
		return true
	case model.StepGone:
		return s.Outcome.Resolved // otherwise it was gone before the step
	default:
	}
	return len(s.Outcome.Untagged)+len(s.Outcome.Deleted) > 0
}

// Restored returns the number of restored steps.
func (r *Removal) Restored() int {
	n := 0
	for _, step := range r.Steps {
		if step.Restored.In(model.StepDone) {
			n++
		}
	}
	return n
}

// Done returns the number of steps that succeeded or had nothing left to do.
func (r *Removal) Done() int {
	n := 0
	for _, step := range r.Steps {
		if step.Outcome.In(model.StepDone) || step.Outcome.In(model.StepGone) {
			n++
		}
	}
	return n
}

// Open returns the number of steps without an outcome.
func (r *Removal) Open() int {
	n := 0
	for _, step := range r.Steps {
		if step.Outcome == nil {
			n++
		}
	}
	return n
}

// Removals returns the removals in the journal, newest first: as they were written, since the
// clock may have been set back. Bad lines are passed to bad. An
// outcome without an intent is skipped, because the intent is in a file that has been deleted.
func (j *Journal) Removals(bad func(BadLine)) ([]Removal, error) {
	var found []*Removal
	byPlan := map[string]*Removal{}
	type place struct {
		plan string
		step int
	}
	at := map[place]int{} // index of a step in its removal
	err := j.Read(func(line JournalLine) {
		removal, known := byPlan[line.Plan]
		index, begun := at[place{line.Plan, line.Step}]
		switch {
		case line.Event == JournalOutcome && begun:
			// A written outcome takes precedence over a resolved one.
			if outcome := &removal.Steps[index].Outcome; *outcome == nil || !line.Resolved {
				*outcome = &line
			}
		case line.Event == JournalRestored && begun:
			removal.Steps[index].Restored = &line
		case line.Event == JournalIntent && !begun:
			if !known {
				removal = &Removal{Plan: line.Plan, At: line.At, Rule: line.Rule, User: line.User}
				if line.Engine != nil {
					removal.Engine = *line.Engine
				}
				byPlan[line.Plan] = removal
				found = append(found, removal)
			}
			at[place{line.Plan, line.Step}] = len(removal.Steps)
			removal.Steps = append(removal.Steps, RemovedStep{Intent: line})
		}
	}, bad)
	if err != nil {
		return nil, err
	}
	removals := make([]Removal, 0, len(found))
	for _, removal := range slices.Backward(found) {
		removals = append(removals, *removal)
	}
	return removals, nil
}
