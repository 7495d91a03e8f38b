package model

import (
	"fmt"
	"strings"
	"time"
)

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

// Doing is what goes on now, in a few words; empty for nothing.
func (r *Restoration) Doing() string {
	for i := range r.events {
		event := &r.events[i]
		if event.State == StepRunning {
			return event.DoingWords()
		}
	}
	return ""
}

// DoingWords are what goes on and how many bytes of how many are done.
func (e *RestoreEvent) DoingWords() string {
	words := e.Doing
	if e.Total > 0 {
		words += ", " + Size(e.Done) + " of " + Size(e.Total)
	}
	return words
}

// Outcome says how a restoration ended, in a sentence without a full stop.
func (r *Restoration) Outcome() string {
	if r.Problem != nil && r.Done == 0 {
		return "Nothing was brought back. " + r.Problem.Error()
	}
	words := fmt.Sprintf("%d of %s taken back", r.Done, Plural(r.Total, "step"))
	if r.Done == r.Total {
		words = Plural(r.Done, "step") + " taken back"
	}
	if r.Differs > 0 {
		words += fmt.Sprintf(", %d not as before", r.Differs)
	}
	if r.Failed > 0 {
		words += fmt.Sprintf(", %d failed", r.Failed)
	}
	if r.Canceled > 0 {
		words += fmt.Sprintf(", %d cancelled", r.Canceled)
	}
	return words
}

// Comes is what the doable steps of a plan bring back, and by which ways, such as
// "12 images: 10 from backups, 2 by pull"; empty when there is nothing.
func (p *RestorePlan) Comes() string {
	images := map[ImageID]RestoreWay{}
	names, unsure := 0, false
	for i := range p.Steps {
		step := &p.Steps[i]
		switch step.Way {
		case RestoreLoad, RestorePull:
			images[step.Image()] = step.Way
			unsure = unsure || step.Unsure
		case RestoreTag:
			names += len(step.Names)
		case RestoreNothing, RestoreImpossible:
		}
	}
	loads := 0
	for _, way := range images {
		if way == RestoreLoad {
			loads++
		}
	}
	var what, ways []string
	if len(images) > 0 {
		what = append(what, Plural(len(images), "image"))
	}
	if names > 0 {
		what = append(what, Plural(names, "name"))
	}
	if len(what) == 0 {
		return ""
	}
	switch {
	case loads == 1:
		ways = append(ways, "1 from a backup")
	case loads > 0:
		ways = append(ways, fmt.Sprintf("%d from backups", loads))
	}
	if pulls := len(images) - loads; pulls > 0 {
		ways = append(ways, pullWords(pulls, unsure))
	}
	if names > 0 {
		ways = append(ways, fmt.Sprintf("%d by tag", names))
	}
	return strings.Join(what, " and ") + ": " + strings.Join(ways, ", ")
}

func pullWords(pulls int, unsure bool) string {
	words := fmt.Sprintf("%d by pull", pulls)
	switch {
	case unsure && pulls == 1:
		return words + " if a registry has it"
	case unsure:
		return words + " if a registry has them"
	}
	return words
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
