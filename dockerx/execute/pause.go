package execute

import (
	"context"
	"slices"
	"time"

	"github.com/moby/moby/client"

	"jettison/dockerx"
	"jettison/model"
)

const (
	// pingTimeout bounds one ping.
	pingTimeout = 10 * time.Second
	// lastCheck bounds finding out what became of requests whose connection broke, if the
	// job is cancelled before the engine is back.
	lastCheck = 5 * time.Second
)

// pause is a job's wait for its engine to come back.
type pause struct {
	since   time.Time
	lost    []int // steps whose connection broke
	delay   time.Duration
	timer   *time.Timer
	answers chan error
}

// retry returns a channel that fires when it is time to ping the engine.
func (p *pause) retry() <-chan time.Time {
	if p == nil {
		return nil
	}
	return p.timer.C
}

// answer returns the channel of ping results.
func (p *pause) answer() <-chan error {
	if p == nil {
		return nil
	}
	return p.answers
}

// loseConnection notes that the connection of a step broke, and pauses the job.
func (r *jobRun) loseConnection(index int, err error) {
	r.set(index, model.StepWaiting, refuseLost(err, r.host))
	if r.canceled {
		r.check(context.Background(), index)
		return
	}
	if r.pause == nil {
		delay := r.options.RetryFirst
		r.pause = &pause{since: time.Now(), delay: delay, timer: time.NewTimer(delay), answers: make(chan error, 1)}
		r.tellPause(err)
	}
	r.pause.lost = append(r.pause.lost, index)
}

func (r *jobRun) tellPause(err error) {
	r.job.change(func(news *model.JobUpdate) {
		news.State, news.Problem = model.JobPaused, dockerx.ProblemOf(err, r.host)
		news.RetryAt = r.options.Now().Add(r.pause.delay)
	})
}

func (r *jobRun) isLost(index int) bool {
	return r.pause != nil && slices.Contains(r.pause.lost, index)
}

// pingEngine pings the engine and sends the result to the pause.
func (r *jobRun) pingEngine(ctx context.Context) {
	answers := r.pause.answers
	go func() {
		ctx, cancel := context.WithTimeout(ctx, pingTimeout)
		defer cancel()
		_, err := r.exec.api.Ping(ctx, client.PingOptions{})
		answers <- err
	}()
}

// handlePing lets the job go on if the engine is back, or else wait longer or give up.
func (r *jobRun) handlePing(ctx context.Context, err error, abort func()) {
	p := r.pause
	switch {
	case err == nil:
		r.endPause()
		for _, index := range p.lost {
			r.enqueue(index)
		}
	case time.Since(p.since) >= r.options.GiveUp:
		r.canceled = true
		r.ended = gaveUpProblem(dockerx.ProblemOf(err, r.host), r.options.GiveUp)
		r.cancelWaiting(&model.Refusal{Kind: model.RefusalEngineAway})
		r.giveUpLost(err)
		abort()
	case ctx.Err() == nil:
		p.delay = min(2*p.delay, r.options.RetryMost, max(r.options.RetryFirst, r.options.GiveUp-time.Since(p.since)))
		p.timer.Reset(p.delay)
		r.tellPause(err)
	}
}

// endPause lets the job go on.
func (r *jobRun) endPause() {
	if r.pause == nil {
		return
	}
	r.pause.timer.Stop()
	r.pause = nil
	r.job.change(func(news *model.JobUpdate) {
		news.State, news.Problem, news.RetryAt = model.JobRunning, nil, time.Time{}
	})
}

// takeLost ends the pause and returns the steps whose connection broke.
func (r *jobRun) takeLost() []int {
	if r.pause == nil {
		return nil
	}
	lost := r.pause.lost
	r.endPause()
	return lost
}

// checkLost finds out what became of the steps whose connection broke.
func (r *jobRun) checkLost(ctx context.Context) {
	for _, index := range r.takeLost() {
		r.check(ctx, index)
	}
}

// check finds out what became of a step. The step counts as running meanwhile, so that
// nothing else ends it.
func (r *jobRun) check(ctx context.Context, index int) {
	try := *r.tried[index]
	r.running++
	r.set(index, model.StepRunning, nil)
	go func() {
		ctx, cancel := context.WithTimeout(ctx, lastCheck)
		defer cancel()
		r.results <- r.exec.check(ctx, try)
	}()
}

// giveUpLost ends the steps whose connection broke, without asking the engine.
func (r *jobRun) giveUpLost(err error) {
	for _, index := range r.takeLost() {
		if r.tried[index].sent {
			r.endWith(index, model.StepUnknown, refuseUnknown(err, r.host))
		} else {
			r.endWith(index, model.StepCanceled, &model.Refusal{Kind: model.RefusalNotAsked})
		}
	}
}
