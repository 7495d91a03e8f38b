package execute

import (
	"context"
	"io"
	"sync"

	"jettison/model"
)

// Job is the execution of a plan. Its methods are safe for concurrent use, but only one
// goroutine may call Next.
type Job struct {
	cancelOnce sync.Once
	canceled   chan struct{}

	mu     sync.Mutex
	news   model.JobUpdate
	fresh  bool // news has not been delivered
	wake   chan struct{}
	closed bool // the update with model.JobEnded was delivered
}

func newJob() *Job {
	return &Job{canceled: make(chan struct{}), wake: make(chan struct{}, 1)}
}

// Cancel stops the job in an orderly way: no further step starts, and requests under way
// finish and report.
func (j *Job) Cancel() {
	j.cancelOnce.Do(func() { close(j.canceled) })
}

// Next waits for news and returns all events since the last call in one update, so a slow
// reader gets fewer and larger ones. After the update with model.JobEnded, it returns
// io.EOF. Its only other error is that of ctx.
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

// take returns the news; nil if there are none.
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

// tell adds events to the next update.
func (j *Job) tell(events ...model.StepEvent) {
	j.change(func(news *model.JobUpdate) { news.Events = append(news.Events, events...) })
}

// change changes the next update and wakes the reader.
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
