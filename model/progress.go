package model

import (
	"slices"
	"time"

	"jettison/model/layers"
	"jettison/model/size"
)

// rateWindow is the time over which Rate averages.
const rateWindow = 10 * time.Second

// Progress sums up a job from its updates. Applying an update takes time
// in proportion to its events, not to the plan. It is not safe for concurrent
// use.
type Progress struct {
	Plan *Plan

	Total    int // steps that the job executes
	Waiting  int
	Running  int
	Stopping int // of Running: containers that have time to stop
	Done     int // including Gone
	Gone     int // of Done: what was gone before
	Partly   int
	Failed   int
	Skipped  int
	Canceled int
	Unknown  int

	// Removed counts the removed things by kind. Parents that the engine deleted with
	// an image count as images.
	Removed  map[Kind]int
	Untagged int // references that were removed
	// Platforms is the number of platforms that were removed from images that stay.
	Platforms int
	// Freed is the bytes that the removals have freed so far: those of the layers that
	// the engine lists as deleted, and what it measured of containers. Where FreedListed
	// is false it is what the plan predicted of them, or part of it is.
	Freed size.Range

	// Backup is the progress of the backup before the removal; nil without one.
	Backup *BackupProgress

	State   JobState
	Problem *Problem  // why the job paused, or ended early
	RetryAt time.Time // when a paused job tries the engine again
	Started time.Time
	Ended   time.Time // zero while the job runs

	events   []StepEvent // the latest of each step
	unlisted bool        // the engine did not list all layers that it deleted
	// written is the part of Freed that containers had written; unmeasured is that the
	// engine did not measure all of it.
	written    size.Range
	volumes    size.Range // the part of Freed that volumes took
	unmeasured bool
	cache      size.Range // the part of Freed of cache records
	samples    []sample   // of the last rateWindow, oldest first
}

// sample is the progress of the job at one time.
type sample struct {
	at    time.Time
	ended int
	freed int64
}

// NewProgress returns the progress of a job that starts now.
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

// Apply adds an update that came now.
func (p *Progress) Apply(update JobUpdate, now time.Time) {
	for i := range update.Events {
		p.applyEvent(&update.Events[i])
	}
	if update.Backup != nil {
		p.Backup = update.Backup
	}
	if p.State == JobPaused && update.State == JobRunning {
		// A pause must not lower the rate.
		p.samples = p.samples[:0]
	}
	p.State, p.Problem, p.RetryAt = update.State, update.Problem, update.RetryAt
	if p.State == JobEnded && p.Ended.IsZero() {
		p.Ended = now
		if (p.unlisted || !p.Plan.Layers.Known()) && p.Done == p.Total {
			p.Freed = p.Plan.ByKind[KindImage].Add(p.written).Add(p.volumes).Add(p.cache) // by whatever order
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
	p.account(step, event)
}

// account adds what a step that has ended did.
func (p *Progress) account(step *Step, event *StepEvent) {
	p.Untagged += len(event.Untagged)
	if n := len(event.Deleted); n > 0 {
		p.Removed[KindImage] += n
	}
	switch {
	case event.State == StepUnknown:
		p.unlisted = p.unlisted || step.Removes(KindImage) || step.RemovesPlatform()
		p.unmeasured = p.unmeasured || step.Removes(KindContainer)
	case event.State == StepGone:
		p.Gone++
	case event.State == StepDone && step.RemovesPlatform():
		p.Platforms++
		p.Freed = p.Freed.Add(step.Reclaim)
	case step.Action == ActionRemove && (event.State == StepDone || event.deletes(step)):
		kind := step.Thing.Target().Kind
		if kind != KindImage || len(event.Deleted) == 0 {
			p.Removed[kind]++
		}
		if kind == KindImage && len(event.Deleted) == 0 {
			p.unlisted = true // the answer that would list it was lost
		}
		freed, told := p.FreedBy(event)
		if !told {
			freed = step.Reclaim
		}
		p.Freed = p.Freed.Add(freed)
		p.accountWritten(kind, freed, told)
		if kind == KindCache {
			p.cache = p.cache.Add(freed)
		}
	}
}

// accountWritten adds what a container had written, or a volume took.
func (p *Progress) accountWritten(kind Kind, freed size.Range, told bool) {
	if kind == KindVolume {
		p.volumes = p.volumes.Add(freed)
	}
	if kind != KindContainer {
		return
	}
	p.written = p.written.Add(freed)
	p.unmeasured = p.unmeasured || !told
}

// deletes reports whether the engine deleted the image of a step, whatever else went wrong.
func (e *StepEvent) deletes(step *Step) bool {
	return step.Removes(KindImage) && slices.Contains(e.Deleted, step.Image().ID)
}

// Saving reports whether images are being saved before the first step.
func (p *Progress) Saving() bool {
	return p.Backup != nil && !p.Backup.Ended && p.State != JobEnded
}

// Predicted returns how many bytes the plan expected the completed steps to
// free, and no more than it expected of all steps.
func (p *Progress) Predicted() size.Range {
	if p.Done == p.Total {
		return p.Plan.Reclaim
	}
	predicted := p.Freed
	predicted.Max = max(predicted.Min, min(predicted.Max, p.Plan.Reclaim.Max))
	return predicted
}

// Lists reports whether the engine lists the layers that it deletes, so far as images are
// deleted at all.
func (p *Progress) Lists() bool {
	deletes := p.Plan.Images+p.Plan.Platforms > 0
	if p.State == JobEnded {
		deletes = p.Removed[KindImage]+p.Platforms > 0 || p.unlisted
	}
	return p.Plan.Layers.Known() || !deletes
}

// FreedListed reports whether Freed comes from layers that the engine listed as deleted and
// from what it measured of containers, and not from the plan.
func (p *Progress) FreedListed() bool { return p.Lists() && !p.unlisted && !p.unmeasured }

// Written returns the bytes that the removed containers had written. ok is false where the
// engine did not measure all of it.
func (p *Progress) Written() (written size.Range, ok bool) { return p.written, !p.unmeasured }

// Volumes returns the bytes that the removed volumes took, as the engine measured them before; they
// are within wide bounds where it did not measure all.
func (p *Progress) Volumes() size.Range { return p.volumes }

// FreedCache returns the bytes that the removed records of the build cache gave back by
// themselves, as the engine measured them before.
func (p *Progress) FreedCache() size.Range { return p.cache }

// Listed returns the bytes of the layers that the engine listed as deleted, within wide
// bounds when one of its answers was lost. ok is false where it lists none.
func (p *Progress) Listed() (listed size.Range, ok bool) {
	if !p.Lists() {
		return size.Range{}, false
	}
	var layers []layers.ChainID
	for i := range p.events {
		layers = append(layers, p.events[i].Layers...)
	}
	listed = p.Plan.Layers.Sum(layers)
	if p.unlisted {
		listed.Max = max(listed.Max, p.Plan.Touched+p.Plan.Held.Max)
	}
	return listed, true
}

// FreedBy returns how many bytes a completed removal freed, by the layers that the engine
// listed as deleted, or by what it measured of other things; told is false where it did
// neither. The engine deletes a shared layer with the last image that has it, so this
// depends on the order in which it deletes images.
func (p *Progress) FreedBy(event *StepEvent) (freed size.Range, told bool) {
	switch step := &p.Plan.Steps[event.Step]; {
	case step.Removes(KindCache):
		return step.Reclaim, event.State == StepDone
	case step.Removes(KindVolume):
		return step.Reclaim, event.State == StepDone && step.Volume().Size >= 0
	}
	if event.Written != nil {
		return size.Exact(*event.Written), true
	}
	if !p.Plan.Layers.Known() || len(event.Deleted) == 0 {
		return size.Range{}, false
	}
	return p.Plan.Layers.Sum(event.Layers), true
}

func running(state StepState) int {
	if state == StepRunning {
		return 1
	}
	return 0
}

// Succeeded reports whether the step did all that it had to.
func (s StepState) Succeeded() bool { return s == StepDone || s == StepGone }

// count returns the counter of a state.
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
	// One sample older than the window stays, so that the samples span it.
	for first+1 < len(p.samples) && now.Sub(p.samples[first+1].at) >= rateWindow {
		first++
	}
	p.samples = append(p.samples[:0], p.samples[first:]...)
}

// Step returns the latest event of a step of the plan: StepWaiting without a
// time before the first.
func (p *Progress) Step(index int) StepEvent { return p.events[index] }

// StepState returns the state of a step of the plan.
func (p *Progress) StepState(index int) StepState { return p.events[index].State }

// Left returns how many steps have not ended.
func (p *Progress) Left() int { return p.Waiting + p.Running }

// Problems returns how many steps did not do all that they had to.
func (p *Progress) Problems() int { return p.Partly + p.Failed + p.Skipped + p.Unknown }

// Fraction returns the share of steps that were executed, successfully or not,
// from 0 to 1. It leaves out canceled and skipped steps.
func (p *Progress) Fraction() float64 {
	if p.Total == 0 {
		return 1
	}
	return float64(p.Total-p.Left()-p.Canceled-p.Skipped) / float64(p.Total)
}

// Elapsed returns how long the job has run.
func (p *Progress) Elapsed(now time.Time) time.Duration {
	if !p.Ended.IsZero() {
		now = p.Ended
	}
	return max(0, now.Sub(p.Started))
}

// Rate returns how many steps ended and how many bytes were freed per second:
// over the last rateWindow while the job runs, over the whole job afterwards.
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

// TimeLeft estimates how long the rest of the job takes. ok is false without an
// estimate: at the start, while the job is paused or makes no progress, and
// while it is Stalled, since a container may take any time to stop.
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

// Stalled reports whether all running steps wait for containers to stop.
func (p *Progress) Stalled() bool { return p.Stopping > 0 && p.Stopping == p.Running }
