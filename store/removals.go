package store

import (
	"slices"
	"time"

	"jettison/model"
	"jettison/store/wire"
)

// Removal is what the journal has of one plan that was carried out.
type Removal struct {
	Plan   string
	At     time.Time // when it began
	Rule   string    // such as "policy nightly"; empty for one by hand
	User   string
	Engine JournalEngine
	Steps  []RemovedStep // by their place in the plan
}

// RemovedStep is a step that was to be carried out.
type RemovedStep struct {
	Intent JournalLine
	// Outcome is how it ended; nil when that was not written: it is under way, or the
	// program ended before.
	Outcome *JournalLine
	// Restored is how the newest try to take it back ended; nil when there was none.
	Restored *JournalLine
}

// Took reports whether a step took something away, as far as is known: what has no
// outcome may have.
func (s *RemovedStep) Took() bool {
	if s.Outcome == nil {
		return true
	}
	switch state, _ := wire.States().Value(s.Outcome.State); state {
	case model.StepDone, model.StepPartly, model.StepUnknown:
		return true
	case model.StepGone:
		return s.Outcome.Resolved // else somebody else had taken it away before
	default:
	}
	return len(s.Outcome.Untagged)+len(s.Outcome.Deleted) > 0
}

// Restored is how many of the steps were taken back.
func (r *Removal) Restored() int {
	n := 0
	for _, step := range r.Steps {
		if step.Restored.In(model.StepDone) {
			n++
		}
	}
	return n
}

// Done is how many of the steps did what they should, or found it done.
func (r *Removal) Done() int {
	n := 0
	for _, step := range r.Steps {
		if step.Outcome.In(model.StepDone) || step.Outcome.In(model.StepGone) {
			n++
		}
	}
	return n
}

// Open is how many of the steps have no outcome.
func (r *Removal) Open() int {
	n := 0
	for _, step := range r.Steps {
		if step.Outcome == nil {
			n++
		}
	}
	return n
}

// Removals are the removals of the journal, the newest first. Lines that can't be
// read are handed to bad. An outcome without an intent is passed over: it was put
// away long ago.
func (j *Journal) Removals(bad func(BadLine)) ([]Removal, error) {
	var found []*Removal
	byPlan := map[string]*Removal{}
	type place struct {
		plan string
		step int
	}
	at := map[place]int{} // of a step in its removal
	err := j.Read(func(line JournalLine) {
		removal, known := byPlan[line.Plan]
		index, begun := at[place{line.Plan, line.Step}]
		switch {
		case line.Event == JournalOutcome && begun:
			// What was found out later is worth less than what was known.
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
	slices.SortStableFunc(removals, func(a, b Removal) int { return b.At.Compare(a.At) })
	return removals, nil
}
