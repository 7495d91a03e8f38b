package cleanup

import (
	"context"
	"errors"
	"io"
	"testing"

	"jettison/model"
)

// slowJob has a step under way until it may end. It ends as an engine does when no other
// step may begin.
type slowJob struct {
	ends     chan struct{}
	canceled chan struct{}
	told     bool
}

func (j *slowJob) Next(ctx context.Context) (model.JobUpdate, error) {
	if j.told {
		return model.JobUpdate{}, io.EOF
	}
	select {
	case <-j.ends:
		j.told = true
		return model.JobUpdate{Events: []model.StepEvent{{State: model.StepDone, At: noon()}}, State: model.JobEnded}, nil
	case <-ctx.Done():
		return model.JobUpdate{}, ctx.Err()
	}
}

func (j *slowJob) Cancel() { close(j.canceled) }

// When nobody waits any more, a step under way still ends in the journal, under the lock.
func TestAnAbandonedRunIsFinished(t *testing.T) {
	t.Parallel()
	waiting, leave := context.WithCancel(t.Context())
	engine := &fakeEngine{}
	s := serviceIn(t.TempDir(), engine)
	job := &slowJob{ends: make(chan struct{}), canceled: make(chan struct{})}
	s.Engine = slowEngine{engine, job, leave}
	run := s.Remove(t.Context(), onePlan(), Options{Rule: "rm unused"})
	if _, err := run.Next(waiting); !errors.Is(err, context.Canceled) {
		t.Fatalf("the wait ended with %v", err)
	}
	if err := s.Locks.Check(onePlan().Engine); err == nil {
		t.Error("the lock is free while a step is under way")
	}
	go func() {
		<-job.canceled
		close(job.ends)
	}()
	run.finish(t.Context())
	removals, err := s.Journal.Removals(nil)
	if err != nil || len(removals) != 1 || !removals[0].Steps[0].Outcome.In(model.StepDone) {
		t.Errorf("the journal has %+v, %v", removals, err)
	}
	if err := s.Locks.Check(onePlan().Engine); err != nil {
		t.Errorf("it is not let go of: %v", err)
	}
}

// A step that hangs is not waited for without end.
func TestFinishHasAnEnd(t *testing.T) {
	t.Parallel()
	engine := &fakeEngine{}
	s := serviceIn(t.TempDir(), engine)
	s.Engine = slowEngine{engine, &slowJob{ends: make(chan struct{}), canceled: make(chan struct{})}, func() {}}
	run := s.Remove(t.Context(), onePlan(), Options{Rule: "rm unused"})
	over, end := context.WithCancel(t.Context())
	end()
	run.finish(over)
	if err := s.Locks.Check(onePlan().Engine); err != nil {
		t.Errorf("it is not let go of: %v", err)
	}
	if _, err := run.Next(t.Context()); !errors.Is(err, io.EOF) {
		t.Errorf("it goes on: %v", err)
	}
}

// A run that nobody has begun leaves nothing behind.
func TestARunThatNeverBegan(t *testing.T) {
	t.Parallel()
	engine := &fakeEngine{updates: succeeds()}
	s := serviceIn(t.TempDir(), engine)
	run := s.Remove(t.Context(), onePlan(), Options{Rule: "rm unused"})
	run.finish(t.Context())
	if removals, err := s.Journal.Removals(nil); err != nil || len(removals) != 0 || engine.plan != nil {
		t.Errorf("the journal has %+v, %v", removals, err)
	}
	if _, err := run.Next(t.Context()); !errors.Is(err, io.EOF) {
		t.Errorf("it goes on: %v", err)
	}
}

// Who hangs in Next does not keep finish beyond its time.
func TestFinishBesideSomebodyInNext(t *testing.T) {
	t.Parallel()
	engine := &fakeEngine{}
	s := serviceIn(t.TempDir(), engine)
	began := make(chan struct{})
	job := &slowJob{ends: make(chan struct{}), canceled: make(chan struct{})}
	s.Engine = slowEngine{engine, job, func() { close(began) }}
	run := s.Remove(t.Context(), onePlan(), Options{Rule: "rm unused"})
	next := make(chan error, 1)
	go func() {
		_, err := run.Next(t.Context())
		next <- err
	}()
	<-began
	over, end := context.WithCancel(t.Context())
	end()
	run.finish(over)
	close(job.ends)
	if err := <-next; err != nil {
		t.Errorf("it was told %v", err)
	}
}

// slowEngine executes with a slowJob, and says that it has begun.
type slowEngine struct {
	*fakeEngine
	job   *slowJob
	began func()
}

func (e slowEngine) Execute(context.Context, *model.Plan, int) Job {
	e.began()
	return e.job
}
