package execute

import (
	"container/heap"
	"context"
	"slices"
	"time"

	"jettison/model"
)

// maxTries is how often a step is tried whose connection breaks.
const maxTries = 3

// jobRun runs a job. Only the goroutine of run touches it; steps run in goroutines of their
// own and send an outcome.
type jobRun struct {
	job     *Job
	exec    *executor
	options Options
	steps   []model.Step
	host    string

	state  []model.StepState
	needs  []int    // for each step, how many steps must end before it
	leads  [][]int  // for each step, the steps that need it to succeed
	next   []int    // for each step, the next one on the same thing; -1 for none
	ready  stepHeap // steps that may start, in the order of the plan
	parked []int    // steps that wait for children
	tried  map[int]*attempt

	results  chan outcome
	running  int
	left     int // ready steps of the plan that have not ended
	canceled bool
	pause    *pause // nil while the engine answers
	ended    *model.Problem
	deleted  []model.ImageID // by the steps that ended
}

// startJob starts to execute a plan.
func startJob(ctx context.Context, api engineAPI, host string, plan *model.Plan, options Options) *Job {
	options = options.withDefaults(plan.Engine.Store)
	job := newJob()
	run := &jobRun{
		job: job, exec: newExecutor(api, host, plan, options), options: options, steps: plan.Steps, host: host,
		state: make([]model.StepState, len(plan.Steps)), needs: make([]int, len(plan.Steps)),
		leads: make([][]int, len(plan.Steps)), next: make([]int, len(plan.Steps)),
		tried: map[int]*attempt{}, results: make(chan outcome),
	}
	run.order()
	go run.run(ctx)
	return job
}

// order works out which step waits for which. A step waits for those that the plan names to
// succeed, and for earlier ones on the same thing to end: of two requests about one thing
// at a time, one would check what the other changes.
func (r *jobRun) order() {
	last := map[model.Target]int{}
	for i := range r.steps {
		r.next[i] = -1
		step := &r.steps[i]
		if !step.Ready {
			continue
		}
		r.left++
		for _, before := range step.After {
			r.needs[i]++
			if before >= 0 && before < len(r.steps) {
				r.leads[before] = append(r.leads[before], i)
			}
		}
		target := step.Thing.Target()
		if before, ok := last[target]; ok {
			r.next[before] = i
			r.needs[i]++
		}
		last[target] = i
	}
	for i := range r.steps {
		if r.steps[i].Ready && r.needs[i] == 0 {
			r.ready = append(r.ready, i)
		}
	}
	heap.Init(&r.ready)
}

// run runs the job until all of its steps have ended.
func (r *jobRun) run(ctx context.Context) {
	ctx, abort := context.WithCancel(ctx)
	defer abort()
	defer r.exec.references.Close()
	r.exec.owners.start(ctx)
	canceled, done := r.job.canceled, ctx.Done()
	for r.left > 0 {
		r.startSteps(ctx)
		if r.running == 0 && r.pause == nil {
			r.skipRest()
			break
		}
		select {
		case result := <-r.results:
			r.running--
			r.handleOutcome(result)
		case <-canceled:
			canceled = nil
			r.canceled = true
			r.cancelWaiting(&model.Refusal{Kind: model.RefusalCanceled})
			if r.pause != nil {
				// A request that hangs on a dead connection must not delay the end.
				defer time.AfterFunc(lastCheck, abort).Stop() //nolint:gocritic // comes once: canceled is nil from here on
				r.checkLost(ctx)
			}
		case <-done:
			done = nil
			r.canceled = true
			r.cancelWaiting(&model.Refusal{Kind: model.RefusalProgramEnded})
			r.giveUpLost(ctx.Err())
		case <-r.pause.retry():
			r.pingEngine(ctx)
		case answer := <-r.pause.answer():
			r.handlePing(ctx, answer, abort)
		}
	}
	r.endPause()
	warning := r.usedSince(ctx)
	r.job.change(func(news *model.JobUpdate) {
		news.State, news.Problem, news.Warning = model.JobEnded, r.ended, warning
	})
}

// usedSince warns of what began to need the images that went, unless the job was cancelled.
func (r *jobRun) usedSince(ctx context.Context) *model.Warning {
	if r.canceled {
		return nil
	}
	ctx, cancel := context.WithTimeout(ctx, lastCheck)
	defer cancel()
	return r.exec.users.since(ctx, r.deleted)
}

// startSteps starts the steps that may start.
func (r *jobRun) startSteps(ctx context.Context) {
	if r.canceled || r.pause != nil {
		return
	}
	for r.running < r.options.Jobs && len(r.ready) > 0 {
		index := heap.Pop(&r.ready).(int) //nolint:errcheck,forcetypeassert // the heap holds nothing else
		try := r.tried[index]
		if try == nil {
			try = &attempt{index: index}
			r.tried[index] = try
		}
		try.tries++
		r.running++
		r.set(index, model.StepRunning, nil)
		go func() { r.results <- r.exec.do(ctx, *try) }()
	}
}

// handleOutcome handles the outcome of a try of a step.
func (r *jobRun) handleOutcome(result outcome) {
	index := result.index
	*r.tried[index] = result.attempt
	switch {
	case result.lost != nil && r.tried[index].tries >= maxTries && result.sent:
		r.check(context.Background(), index)
	case result.lost != nil && r.tried[index].tries >= maxTries:
		result.fail(model.StepFailed, refuseLost(result.lost, r.host))
		r.end(index, result)
	case result.lost != nil:
		r.loseConnection(index, result.lost)
	case r.park(index, result):
	default:
		r.end(index, result)
	}
	r.unpark()
}

// end sets the final state of a step and updates those that wait for it.
func (r *jobRun) end(index int, result outcome) {
	r.state[index] = result.state
	r.deleted = append(r.deleted, result.deleted...)
	r.left--
	delete(r.tried, index)
	r.job.tell(result.event(r.options.Now()))
	if next := r.next[index]; next >= 0 {
		r.dependencyEnded(next)
	}
	well := result.state == model.StepDone || result.state == model.StepGone
	for _, after := range r.leads[index] {
		switch {
		case well:
			r.dependencyEnded(after)
		case r.state[after].Ended():
		case result.state == model.StepCanceled:
			r.endWith(after, model.StepCanceled, result.refusal)
		default:
			r.endWith(after, model.StepSkipped, &model.Refusal{Kind: model.RefusalDependency, Before: &r.steps[index]})
		}
	}
}

// endWith ends a step that was not executed.
func (r *jobRun) endWith(index int, state model.StepState, refusal *model.Refusal) {
	result := outcome{attempt: attempt{index: index}}
	if try := r.tried[index]; try != nil {
		result.attempt = *try
	}
	result.fail(state, refusal)
	r.end(index, result)
}

// dependencyEnded notes that one of the steps that a step waits for has ended as needed.
func (r *jobRun) dependencyEnded(index int) {
	r.needs[index]--
	if r.needs[index] == 0 && !r.state[index].Ended() {
		r.enqueue(index)
	}
}

func (r *jobRun) enqueue(index int) {
	if r.canceled {
		r.endWith(index, model.StepCanceled, &model.Refusal{Kind: model.RefusalCanceled})
		return
	}
	heap.Push(&r.ready, index)
}

// set sets a state of a step that is not final.
func (r *jobRun) set(index int, state model.StepState, refusal *model.Refusal) {
	r.state[index] = state
	r.job.tell(model.StepEvent{Step: index, State: state, At: r.options.Now(), Refusal: refusal})
}

// cancelWaiting ends all steps that have not started.
func (r *jobRun) cancelWaiting(why *model.Refusal) {
	for i := range r.steps {
		if r.steps[i].Ready && r.state[i] == model.StepWaiting && !r.isLost(i) {
			r.endWith(i, model.StepCanceled, why)
		}
	}
	r.ready, r.parked = nil, nil
}

// skipRest ends steps that can never start, because they wait for steps that are not
// executed or for each other.
func (r *jobRun) skipRest() {
	for i := range r.steps {
		if r.steps[i].Ready && !r.state[i].Ended() {
			r.endWith(i, model.StepSkipped, &model.Refusal{Kind: model.RefusalDependency, Before: r.missing(i)})
		}
	}
}

// missing returns a step that step i waits for and that did not succeed.
func (r *jobRun) missing(i int) *model.Step {
	for _, before := range r.steps[i].After {
		if before >= 0 && before < len(r.steps) && r.state[before] != model.StepDone && r.state[before] != model.StepGone {
			return &r.steps[before]
		}
	}
	return nil
}

// park sets a step aside that the engine refused because of children, if other steps of the
// job delete them, and reports whether it did. The step is tried once more after those.
func (r *jobRun) park(index int, result outcome) bool {
	try := r.tried[index]
	if result.state != model.StepFailed || result.refusal == nil || result.refusal.Kind != model.RefusalChildren ||
		try.parked || r.canceled || !slices.ContainsFunc(r.exec.childSteps(index), r.wasReady) {
		return false
	}
	try.parked = true
	r.parked = append(r.parked, index)
	r.set(index, model.StepWaiting, nil)
	return true
}

func (r *jobRun) wasReady(index int) bool { return r.steps[index].Ready }

// unpark queues the parked steps whose children are done.
func (r *jobRun) unpark() {
	r.parked = slices.DeleteFunc(r.parked, func(index int) bool {
		busy := slices.ContainsFunc(r.exec.childSteps(index), func(child int) bool {
			return r.steps[child].Ready && !r.state[child].Ended()
		})
		if !busy {
			r.enqueue(index)
		}
		return !busy
	})
}
