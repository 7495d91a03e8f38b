package execute

import (
	"container/heap"
	"context"
	"slices"
	"time"

	"jettison/model"
)

// maxTries is how often a step is begun anew after its connection broke.
const maxTries = 3

// jobRun is the course of a job. Only its own goroutine touches it; steps run
// in goroutines of their own and report an outcome.
type jobRun struct {
	job     *Job
	exec    *executor
	options Options
	steps   []model.Step
	host    string

	state  []model.StepState
	needs  []int   // of each step, how many steps must end before it
	leads  [][]int // of each step, the steps that need it to end well
	next   []int   // of each step, the next one on the same image; -1 for none
	ready  intHeap // steps that may start, in the order of the plan
	parked []int   // steps that wait for the children they met
	tried  map[int]*attempt

	results  chan outcome
	running  int
	left     int // ready steps of the plan that have not ended
	canceled bool
	pause    *pause // nil while the engine answers
	ended    *model.Problem
}

// startJob begins to carry out a plan.
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
	go run.carryOut(ctx)
	return job
}

// order works out what waits for what. A step waits for those that the plan
// names, and for earlier ones on the same image, however those end: two
// requests about one image at a time would check what the other changes.
func (r *jobRun) order() {
	last := map[model.ImageID]int{}
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
		if step.Removes(model.KindContainer) {
			continue
		}
		if before, ok := last[step.Image().ID]; ok {
			r.next[before] = i
			r.needs[i]++
		}
		last[step.Image().ID] = i
	}
	for i := range r.steps {
		if r.steps[i].Ready && r.needs[i] == 0 {
			r.ready = append(r.ready, i)
		}
	}
	heap.Init(&r.ready)
}

func (r *jobRun) carryOut(ctx context.Context) {
	ctx, abort := context.WithCancel(ctx)
	defer abort()
	defer r.exec.references.Close()
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
			r.settle(result)
		case <-canceled:
			canceled = nil
			r.canceled = true
			r.cancelWaiting(refuseCanceled("the job was cancelled"))
			if r.pause != nil {
				// What hangs on a dead connection must not hold the end up.
				defer time.AfterFunc(lastCheck, abort).Stop() //nolint:gocritic // comes once: canceled is nil from here on
				r.checkLost(ctx)
			}
		case <-done:
			done = nil
			r.canceled = true
			r.cancelWaiting(refuseCanceled("the program was ended"))
			r.giveUpLost(ctx.Err())
		case <-r.pause.retry():
			r.pingEngine(ctx)
		case answer := <-r.pause.answer():
			r.handlePing(ctx, answer, abort)
		}
	}
	r.endPause()
	r.job.change(func(news *model.JobUpdate) {
		news.State, news.Problem = model.JobEnded, r.ended
	})
}

// startSteps starts what may start.
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

// settle takes in how a step went.
func (r *jobRun) settle(result outcome) {
	index := result.index
	*r.tried[index] = result.attempt
	switch {
	case result.lost != nil && r.tried[index].tries >= maxTries && result.sent:
		r.check(context.Background(), index)
	case result.lost != nil && r.tried[index].tries >= maxTries:
		result.fail(model.StepFailed, refuseLost(result.lost, r.host))
		r.end(index, result)
	case result.lost != nil:
		r.lose(index, result.lost)
	case r.park(index, result):
	default:
		r.end(index, result)
	}
	r.unpark()
}

// end notes the final state of a step and sees to those that waited for it.
func (r *jobRun) end(index int, result outcome) {
	r.state[index] = result.state
	r.left--
	delete(r.tried, index)
	r.job.tell(result.event(r.options.Now()))
	if next := r.next[index]; next >= 0 {
		r.need(next)
	}
	well := result.state == model.StepDone || result.state == model.StepGone
	for _, after := range r.leads[index] {
		switch {
		case well:
			r.need(after)
		case r.state[after].Ended():
		case result.state == model.StepCanceled:
			r.endWith(after, model.StepCanceled, result.refusal)
		default:
			r.endWith(after, model.StepSkipped, refuseDependency(&r.steps[index]))
		}
	}
}

// endWith ends a step that was not carried out.
func (r *jobRun) endWith(index int, state model.StepState, refusal *model.Refusal) {
	result := outcome{attempt: attempt{index: index}}
	if try := r.tried[index]; try != nil {
		result.attempt = *try
	}
	result.fail(state, refusal)
	r.end(index, result)
}

// need notes that one of the things that a step waits for is there.
func (r *jobRun) need(index int) {
	r.needs[index]--
	if r.needs[index] == 0 && !r.state[index].Ended() {
		r.enqueue(index)
	}
}

func (r *jobRun) enqueue(index int) {
	if r.canceled {
		r.endWith(index, model.StepCanceled, refuseCanceled("the job was cancelled"))
		return
	}
	heap.Push(&r.ready, index)
}

// set tells of a step that comes into a state that is not final.
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

// skipRest ends steps that can never start: they wait for steps that are not
// carried out, or for each other.
func (r *jobRun) skipRest() {
	for i := range r.steps {
		if r.steps[i].Ready && !r.state[i].Ended() {
			r.endWith(i, model.StepSkipped, refuseDependency(r.missing(i)))
		}
	}
}

// missing is a step that step i waits for and that did not end well.
func (r *jobRun) missing(i int) *model.Step {
	for _, before := range r.steps[i].After {
		if before >= 0 && before < len(r.steps) && r.state[before] != model.StepDone && r.state[before] != model.StepGone {
			return &r.steps[before]
		}
	}
	return nil
}

// park puts a step aside that met children which other steps of the job may be
// deleting, to be tried once more when those are done.
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

// unpark lets parked steps go on whose children are done.
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

// intHeap is a heap of step numbers, the lowest first.
type intHeap []int //nolint:recvcheck // container/heap asks for both kinds of receivers

func (h intHeap) Len() int           { return len(h) }
func (h intHeap) Less(i, j int) bool { return h[i] < h[j] }
func (h intHeap) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }

// Push implements heap.Interface.
func (h *intHeap) Push(x any) { *h = append(*h, x.(int)) } //nolint:errcheck,forcetypeassert // the heap holds nothing else

// Pop implements heap.Interface.
func (h *intHeap) Pop() any {
	old := *h
	last := old[len(old)-1]
	*h = old[:len(old)-1]
	return last
}
