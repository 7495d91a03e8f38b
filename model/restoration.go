package model

import "time"

// RestoreUpdate is a batch of news of a restoration under way.
type RestoreUpdate struct {
	Events  []RestoreEvent
	Ended   bool
	Problem *Problem // why nothing was tried; nil when it was
	Warning string   // what a person should know, other than of the steps
}

// Restoration is how far it is to take a removal back. It is not safe for concurrent
// use.
type Restoration struct {
	Removal string // its ID
	Plan    *RestorePlan

	Total    int // steps that are carried out
	Done     int
	Differs  int // of Done, what is not as it was before
	Failed   int // what was not tried because of a problem included
	Canceled int

	Problem *Problem
	Started time.Time
	Ended   time.Time // zero while it runs

	events []RestoreEvent // the newest of each step
	places map[int]int    // in the plan, by the places in that of the removal
}

// NewRestoration begins now.
func NewRestoration(removal string, plan *RestorePlan, now time.Time) *Restoration {
	r := &Restoration{
		Removal: removal, Plan: plan, Total: plan.Doable(), Started: now,
		events: make([]RestoreEvent, len(plan.Steps)), places: make(map[int]int, len(plan.Steps)),
	}
	for i := range plan.Steps {
		r.places[plan.Steps[i].Step] = i
	}
	return r
}

// Apply takes in an update that came now.
func (r *Restoration) Apply(update RestoreUpdate, now time.Time) {
	for _, event := range update.Events {
		if event.Step < 0 || event.Step >= len(r.events) || r.events[event.Step].State.Ended() {
			continue
		}
		r.events[event.Step] = event
		switch event.State {
		case StepDone:
			r.Done++
			if event.Differs != "" {
				r.Differs++
			}
		case StepCanceled:
			r.Canceled++
		case StepFailed, StepSkipped, StepUnknown, StepPartly:
			r.Failed++
		case StepGone, StepRunning, StepWaiting:
		}
	}
	if update.Problem != nil {
		r.Problem = update.Problem
	}
	if update.Ended && r.Ended.IsZero() {
		r.Ended = now
	}
}

// Of is the newest event of a step by its place in the plan of the removal; not ok
// when the restoration is not about it.
func (r *Restoration) Of(step int) (event RestoreEvent, ok bool) {
	place, ok := r.places[step]
	if !ok || !r.Plan.Steps[place].Doable() {
		return RestoreEvent{}, false
	}
	return r.events[place], true
}

// Left is how many steps have not ended.
func (r *Restoration) Left() int { return r.Total - r.Done - r.Failed - r.Canceled }

// Problems is how many steps did not come back as they were.
func (r *Restoration) Problems() int { return r.Failed + r.Differs }

// Fraction is how much is done, from 0 to 1: steps that ended, and those under way by
// their bytes.
func (r *Restoration) Fraction() float64 {
	if r.Total == 0 {
		return 1
	}
	sum := float64(r.Total - r.Left())
	for i := range r.events {
		if event := &r.events[i]; event.State == StepRunning && event.Total > 0 {
			sum += min(1, float64(event.Done)/float64(event.Total))
		}
	}
	return sum / float64(r.Total)
}

// UnderWay returns the newest event of the first step that is under way; ok is false
// when none is.
func (r *Restoration) UnderWay() (event *RestoreEvent, ok bool) {
	for i := range r.events {
		if r.events[i].State == StepRunning {
			return &r.events[i], true
		}
	}
	return nil, false
}

// Choose is the plan of some of the steps, by their places in the plan of the
// removal; of all that are doable when none is chosen.
func (p *RestorePlan) Choose(chosen map[int]bool) *RestorePlan {
	plan := &RestorePlan{Engine: p.Engine}
	for i := range p.Steps {
		step := &p.Steps[i]
		if step.Doable() && (len(chosen) == 0 || chosen[step.Step]) {
			plan.Steps = append(plan.Steps, *step)
		}
	}
	return plan
}
