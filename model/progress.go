package model

import (
	"time"

	"jettison/model/layers"
	"jettison/model/size"
)

// rateWindow is the time over which a rate is taken.
const rateWindow = 10 * time.Second

// Progress is how far a job is. It is fed the job's updates and the times at
// which they came; taking one in costs as much as it has events, however long
// the plan is. It is not safe for concurrent use.
type Progress struct {
	Plan *Plan

	Total    int // steps that the job carries out
	Waiting  int
	Running  int
	Stopping int // of Running, containers that are given time to stop
	Done     int // what was already gone counts as done
	Gone     int // of Done, what was already gone
	Partly   int
	Failed   int
	Skipped  int
	Canceled int
	Unknown  int

	// Removed counts the things that were removed, by their kind; parents that went
	// along are among the images.
	Removed  map[Kind]int
	Untagged int // references that were taken away
	// Freed is what the deletions so far gave back: the layers that the engine
	// says it removed, or the plan's figures where it does not say.
	Freed size.Range

	// Backup is how far the images are that are saved before; nil when none are.
	Backup *BackupProgress

	State   JobState
	Problem *Problem  // why the job paused, or ended early
	RetryAt time.Time // of JobPaused: when the engine is tried again
	Started time.Time
	Ended   time.Time // zero while the job runs

	events   []StepEvent // the newest of each step
	unlisted bool        // the engine did not list all that it removed
	samples  []sample    // of the last rateWindow, the oldest first
}

// sample is how far the job was at a time.
type sample struct {
	at    time.Time
	ended int
	freed int64
}

// NewProgress is the progress of a job that starts now.
func NewProgress(plan *Plan, now time.Time) *Progress {
	p := &Progress{Plan: plan, Started: now, Removed: map[Kind]int{}, events: make([]StepEvent, len(plan.Steps))}
	for i := range plan.Steps {
		p.events[i].Step = i
		if plan.Steps[i].Ready {
			p.Total++
		}
	}
	p.Waiting = p.Total
	p.samples = []sample{{at: now}}
	return p
}

// Apply takes in an update that came now.
func (p *Progress) Apply(update JobUpdate, now time.Time) {
	for i := range update.Events {
		p.applyEvent(&update.Events[i])
	}
	if update.Backup != nil {
		p.Backup = update.Backup
	}
	if p.State == JobPaused && update.State == JobRunning {
		// The pause must not count as slowness.
		p.samples = p.samples[:0]
	}
	p.State, p.Problem, p.RetryAt = update.State, update.Problem, update.RetryAt
	if p.State == JobEnded && p.Ended.IsZero() {
		p.Ended = now
		if (p.unlisted || !p.Plan.Layers.Known()) && p.Done == p.Total {
			p.Freed = p.Plan.Reclaim // in whatever order it went
		}
	}
	p.addSample(now)
}

func (p *Progress) applyEvent(event *StepEvent) {
	if event.Step < 0 || event.Step >= len(p.events) || !p.Plan.Steps[event.Step].Ready {
		return
	}
	before := &p.events[event.Step]
	if before.State.Ended() {
		return
	}
	step := &p.Plan.Steps[event.Step]
	if step.Stop {
		p.Stopping += running(event.State) - running(before.State)
	}
	*p.count(before.State)--
	*p.count(event.State)++
	*before = *event
	if !event.State.Ended() {
		return
	}
	p.Untagged += len(event.Untagged)
	if n := len(event.Deleted); n > 0 {
		p.Removed[KindImage] += n
	}
	switch {
	case event.State == StepGone:
		p.Gone++
	case event.State == StepDone && step.Action == ActionRemove:
		kind := step.Thing.Target().Kind
		if kind != KindImage || len(event.Deleted) == 0 {
			p.Removed[kind]++
		}
		if kind == KindImage && len(event.Deleted) == 0 {
			p.unlisted = true // the answer that would list it was lost
		}
		p.Freed = p.Freed.Add(p.FreedBy(step, event))
	}
}

// Saving reports whether images are being saved before the first step.
func (p *Progress) Saving() bool {
	return p.Backup != nil && !p.Backup.Ended && p.State != JobEnded
}

// Predicted is what the steps that were done should give back by the plan, and
// no more than it said of all.
func (p *Progress) Predicted() size.Range {
	if p.Done == p.Total {
		return p.Plan.Reclaim
	}
	predicted := p.Freed
	predicted.Max = max(predicted.Min, min(predicted.Max, p.Plan.Reclaim.Max))
	return predicted
}

// Listed is the bytes of the layers that the engine said it deleted, Unknown
// where it does not say.
func (p *Progress) Listed() int64 {
	if !p.Plan.Layers.Known() || p.unlisted {
		return Unknown
	}
	var layers []layers.ChainID
	for i := range p.events {
		layers = append(layers, p.events[i].Layers...)
	}
	if listed := p.Plan.Layers.Sum(layers); listed.Exact() {
		return listed.Min
	}
	return Unknown
}

// FreedBy is what a removal that was done gave back. Which of several images that share a
// layer takes it along depends on the order in which the engine gets to them.
func (p *Progress) FreedBy(step *Step, event *StepEvent) size.Range {
	if !p.Plan.Layers.Known() || len(event.Deleted) == 0 || step.Force {
		return step.Reclaim
	}
	return p.Plan.Layers.Sum(event.Layers)
}

func running(state StepState) int {
	if state == StepRunning {
		return 1
	}
	return 0
}

// Succeeded reports whether the step did all that it should.
func (s StepState) Succeeded() bool { return s == StepDone || s == StepGone }

// count is the counter of a state.
func (p *Progress) count(state StepState) *int {
	switch state {
	case StepRunning:
		return &p.Running
	case StepDone, StepGone:
		return &p.Done
	case StepPartly:
		return &p.Partly
	case StepFailed:
		return &p.Failed
	case StepSkipped:
		return &p.Skipped
	case StepCanceled:
		return &p.Canceled
	case StepUnknown:
		return &p.Unknown
	case StepWaiting:
	}
	return &p.Waiting
}

func (p *Progress) addSample(now time.Time) {
	p.samples = append(p.samples, sample{at: now, ended: p.Total - p.Left(), freed: p.Freed.Min})
	first := 0
	// One sample older than the window stays, so that the window is covered.
	for first+1 < len(p.samples) && now.Sub(p.samples[first+1].at) >= rateWindow {
		first++
	}
	p.samples = append(p.samples[:0], p.samples[first:]...)
}

// Step is the newest event of a step of the plan. Before its first one it is
// StepWaiting without a time.
func (p *Progress) Step(index int) StepEvent { return p.events[index] }

// StepState is the state of a step of the plan.
func (p *Progress) StepState(index int) StepState { return p.events[index].State }

// Left is how many steps have not ended.
func (p *Progress) Left() int { return p.Waiting + p.Running }

// Problems is how many steps did not do all they should.
func (p *Progress) Problems() int { return p.Partly + p.Failed + p.Skipped + p.Unknown }

// Fraction is the share of steps that were carried out, well or not, from 0 to
// 1. What was cancelled or skipped was not.
func (p *Progress) Fraction() float64 {
	if p.Total == 0 {
		return 1
	}
	return float64(p.Total-p.Left()-p.Canceled-p.Skipped) / float64(p.Total)
}

// Elapsed is how long the job has run.
func (p *Progress) Elapsed(now time.Time) time.Duration {
	if !p.Ended.IsZero() {
		now = p.Ended
	}
	return max(0, now.Sub(p.Started))
}

// Rate is how many steps ended and how many bytes came back each second, lately
// while the job runs and on the whole when it has ended.
func (p *Progress) Rate(now time.Time) (steps, bytes float64) {
	first := sample{at: p.Started}
	if p.Ended.IsZero() && len(p.samples) > 0 {
		first = p.samples[0]
	} else if !p.Ended.IsZero() {
		now = p.Ended
	}
	seconds := now.Sub(first.at).Seconds()
	if seconds <= 0 {
		return 0, 0
	}
	return float64(p.Total-p.Left()-first.ended) / seconds, float64(p.Freed.Min-first.freed) / seconds
}

// TimeLeft estimates how long the rest takes; ok is false while that can't be
// told: at the start, while the job is paused, when nothing moves, and while all
// that runs waits for containers to stop, which takes them as long as they like.
func (p *Progress) TimeLeft(now time.Time) (left time.Duration, ok bool) {
	if p.State == JobEnded || p.Left() == 0 {
		return 0, true
	}
	rate, _ := p.Rate(now)
	if p.State == JobPaused || p.Stalled() || rate <= 0 || now.Sub(p.Started) < time.Second {
		return 0, false
	}
	return time.Duration(float64(p.Left()) / rate * float64(time.Second)), true
}

// Stalled reports whether everything that runs waits for containers to stop.
func (p *Progress) Stalled() bool { return p.Stopping > 0 && p.Stopping == p.Running }
