package model

import "time"

// RestoreUpdate is a batch of events of a running restoration.
type RestoreUpdate struct {
	Events  []RestoreEvent
	Ended   bool
	Problem *Problem // why no step was tried; nil when some were
	Warning *Warning // beside what is wrong with steps; nil is none
}

// Restoration is the progress of undoing a removal. It is not safe for concurrent
// use.
type Restoration struct {
	Removal string // its ID
	Plan    *RestorePlan

	Total    int // steps that are executed
	Done     int
	Differs  int // of Done: what came back different
	Failed   int // including steps that a problem kept from being tried
	Canceled int

	Problem *Problem
	Started time.Time
	Ended   time.Time // zero while it runs

	events []RestoreEvent // the latest of each step
	places map[int]int    // index in Plan by index in the plan of the removal
}

// NewRestoration returns the progress of a restoration that starts now.
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

// Apply adds an update that came now.
func (r *Restoration) Apply(update RestoreUpdate, now time.Time) {
	for _, event := range update.Events {
		if event.Step < 0 || event.Step >= len(r.events) || r.events[event.Step].State.Ended() {
			continue
		}
		r.events[event.Step] = event
		switch event.State {
		case StepDone:
			r.Done++
			if len(event.Differs) > 0 {
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

// Of returns the latest event of a step by its index in the plan of the removal.
// ok is false when the restoration does not have the step.
func (r *Restoration) Of(step int) (event RestoreEvent, ok bool) {
	place, ok := r.places[step]
	if !ok || !r.Plan.Steps[place].Doable() {
		return RestoreEvent{}, false
	}
	return r.events[place], true
}

// Left returns how many steps have not ended.
func (r *Restoration) Left() int { return r.Total - r.Done - r.Failed - r.Canceled }

// Problems returns how many steps failed or came back different.
func (r *Restoration) Problems() int { return r.Failed + r.Differs }

// Fraction returns how much is done, from 0 to 1. Running steps count by their bytes.
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

// UnderWay returns the latest event of the first running step. ok is false when
// none runs.
func (r *Restoration) UnderWay() (event *RestoreEvent, ok bool) {
	for i := range r.events {
		if r.events[i].State == StepRunning {
			return &r.events[i], true
		}
	}
	return nil, false
}

// Choose returns the plan with some of the steps, by their index in the plan of
// the removal: with all that are possible when none is chosen.
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
