package execute

import (
	"context"
	"io"
	"sync"

	"jettison/model"
)

// Job is a plan being carried out. Its methods are safe for concurrent use, but
// Next is meant for one reader.
type Job struct {
	cancelOnce sync.Once
	canceled   chan struct{}

	mu     sync.Mutex
	news   model.JobUpdate
	fresh  bool // news holds something that was not delivered
	wake   chan struct{}
	closed bool // the update of JobEnded was delivered
}

func newJob() *Job {
	return &Job{canceled: make(chan struct{}), wake: make(chan struct{}, 1)}
}

// Cancel stops the job in an orderly way: steps that have not started won't,
// requests that are under way finish and report.
func (j *Job) Cancel() {
	j.cancelOnce.Do(func() { close(j.canceled) })
}

// Next waits for news and returns all events since the last call as one batch,
// so that a slow reader gets fewer and larger updates. After the update of
// model.JobEnded was returned, it returns io.EOF. Otherwise its error is that
// of ctx.
func (j *Job) Next(ctx context.Context) (model.JobUpdate, error) {
	for {
		if update, err := j.take(); update != nil || err != nil {
			if err != nil {
				return model.JobUpdate{State: model.JobEnded}, err
			}
			return *update, nil
		}
		select {
		case <-j.wake:
		case <-ctx.Done():
			return model.JobUpdate{}, ctx.Err()
		}
	}
}

// take returns what is new, nil when nothing is.
func (j *Job) take() (*model.JobUpdate, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.closed {
		return nil, io.EOF
	}
	if !j.fresh {
		return nil, nil
	}
	update := j.news
	j.news.Events = nil
	j.fresh = false
	j.closed = update.State == model.JobEnded
	return &update, nil
}

// tell adds events to what the reader gets next.
func (j *Job) tell(events ...model.StepEvent) {
	j.change(func(news *model.JobUpdate) { news.Events = append(news.Events, events...) })
}

// change changes what the reader gets next and wakes it.
func (j *Job) change(with func(*model.JobUpdate)) {
	j.mu.Lock()
	with(&j.news)
	j.fresh = true
	j.mu.Unlock()
	select {
	case j.wake <- struct{}{}:
	default:
	}
}
