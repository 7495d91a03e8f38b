package model

import (
	"testing"
	"time"

	"jettison/model/size"
)

func progressPlan(n int) *Plan {
	plan := &Plan{}
	for range n {
		plan.Steps = append(plan.Steps, Step{Action: ActionRemove, Thing: &Image{ID: "sha256:a"}, Ready: true, Reclaim: size.Exact(100)})
	}
	return plan
}

func endAll(from, to int, state StepState) []StepEvent {
	var events []StepEvent
	for i := from; i < to; i++ {
		events = append(events, StepEvent{Step: i, State: StepRunning}, StepEvent{Step: i, State: state, Deleted: []ImageID{"sha256:a"}})
	}
	return events
}

func TestProgressCounts(t *testing.T) {
	plan := progressPlan(9)
	plan.Steps[0] = Step{Action: ActionRemove, Thing: &Container{}, Ready: true}
	plan.Steps[8].Ready = false
	start := time.Unix(1000, 0)
	p := NewProgress(plan, start)
	if p.Total != 8 || p.Left() != 8 {
		t.Fatalf("total %d, left %d, want 8 and 8", p.Total, p.Left())
	}
	p.Apply(JobUpdate{Events: []StepEvent{
		{Step: 0, State: StepRunning},
		{Step: 0, State: StepDone},
		{Step: 1, State: StepRunning},
		{Step: 1, State: StepDone, Deleted: []ImageID{"a", "b"}, Untagged: []string{"x:1"}},
		{Step: 2, State: StepRunning},
		{Step: 2, State: StepGone},
		{Step: 3, State: StepRunning},
		{Step: 3, State: StepPartly, Untagged: []string{"x:2"}},
		{Step: 4, State: StepFailed, Refusal: &Refusal{Kind: RefusalRunning}},
		{Step: 5, State: StepSkipped},
		{Step: 6, State: StepRunning},
		{Step: 6, State: StepWaiting},
		{Step: 6, State: StepRunning},
		{Step: 8, State: StepDone},  // not part of the job
		{Step: 99, State: StepDone}, // not part of the plan
		{Step: 1, State: StepFailed},
	}}, start.Add(time.Second))
	got := []int{p.Waiting, p.Running, p.Done, p.Gone, p.Partly, p.Failed, p.Skipped, p.Canceled, p.Unknown, p.Left(), p.Problems()}
	want := []int{1, 1, 3, 1, 1, 1, 1, 0, 0, 2, 3}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("counts are %v, want %v", got, want)
		}
	}
	if p.Removed[KindImage] != 2 || p.Untagged != 2 || p.Removed[KindContainer] != 1 {
		t.Errorf("images %d, untagged %d, containers %d, want 2, 2 and 1", p.Removed[KindImage], p.Untagged, p.Removed[KindContainer])
	}
	if p.Freed != size.Exact(100) {
		t.Errorf("freed %v, want 100 bytes: what somebody else deleted is not ours", p.Freed)
	}
	if p.Step(4).Refusal.Kind != RefusalRunning {
		t.Errorf("the refusal of step 4 is %v", p.Step(4).Refusal)
	}
	p.Apply(JobUpdate{Events: []StepEvent{{Step: 6, State: StepUnknown}, {Step: 7, State: StepCanceled}}, State: JobEnded}, start.Add(2*time.Second))
	if p.Left() != 0 || p.Unknown != 1 || p.Canceled != 1 || p.Fraction() != 0.75 || p.Elapsed(start.Add(time.Hour)) != 2*time.Second {
		t.Errorf("at the end: left %d, unknown %d, canceled %d, fraction %v, elapsed %v", p.Left(), p.Unknown, p.Canceled, p.Fraction(), p.Elapsed(start.Add(time.Hour)))
	}
}

func TestProgressRate(t *testing.T) {
	start := time.Unix(1000, 0)
	p := NewProgress(progressPlan(1000), start)
	if _, ok := p.TimeLeft(start); ok {
		t.Error("the time left is known before anything happened")
	}
	// 10 steps a second for 20 s, then 40 a second for 10 s: only the last ten
	// seconds count.
	done, now := 0, start
	step := func(seconds, perSecond int) {
		for range seconds {
			now = now.Add(time.Second)
			p.Apply(JobUpdate{Events: endAll(done, done+perSecond, StepDone)}, now)
			done += perSecond
		}
	}
	step(20, 10)
	if rate, bytes := p.Rate(now); rate != 10 || bytes != 1000 {
		t.Errorf("rate %v steps and %v bytes a second, want 10 and 1000", rate, bytes)
	}
	step(10, 40)
	if rate, _ := p.Rate(now); rate != 40 {
		t.Errorf("rate %v steps a second, want 40", rate)
	}
	if left, ok := p.TimeLeft(now); !ok || left != 10*time.Second {
		t.Errorf("time left %v (%v), want 10 s", left, ok)
	}
	if len(p.samples) > 12 {
		t.Errorf("%d samples are kept", len(p.samples))
	}
	p.Apply(JobUpdate{State: JobPaused, Problem: &Problem{Text: "gone"}}, now)
	if _, ok := p.TimeLeft(now); ok || p.Problem == nil {
		t.Error("a paused job knows its time left, or does not know why it is paused")
	}
	now = now.Add(time.Minute)
	p.Apply(JobUpdate{State: JobRunning}, now)
	step(1, 40)
	if rate, _ := p.Rate(now); rate != 40 {
		t.Errorf("after a pause the rate is %v steps a second, want 40", rate)
	}
	p.Apply(JobUpdate{State: JobEnded}, now)
	if rate, _ := p.Rate(now.Add(time.Hour)); int(rate) != 640/91 {
		t.Errorf("over the whole job the rate is %v", rate)
	}
}

func BenchmarkProgressApply(b *testing.B) {
	plan := progressPlan(100_000)
	p := NewProgress(plan, time.Unix(0, 0))
	event := []StepEvent{{}}
	for i := 0; b.Loop(); i++ {
		event[0] = StepEvent{Step: i % len(plan.Steps), State: StepRunning}
		p.Apply(JobUpdate{Events: event}, time.Unix(0, int64(i)*int64(time.Millisecond)))
	}
}

// How long a container takes to stop says nothing about the steps behind it.
func TestNoTimeLeftWhileContainersStop(t *testing.T) {
	plan := progressPlan(6)
	plan.Steps[4] = Step{Action: ActionRemove, Thing: &Container{}, Stop: true, Ready: true}
	start := time.Unix(1000, 0)
	p := NewProgress(plan, start)
	later := start.Add(3 * time.Second)
	p.Apply(JobUpdate{Events: append(endAll(0, 4, StepDone), StepEvent{Step: 4, State: StepRunning}, StepEvent{Step: 5, State: StepRunning})}, later)
	if _, ok := p.TimeLeft(later.Add(time.Second)); !ok || p.Stopping != 1 || p.Stalled() {
		t.Errorf("a delete runs beside it, yet no time is left: stopping %d, stalled %v", p.Stopping, p.Stalled())
	}
	p.Apply(JobUpdate{Events: []StepEvent{{Step: 5, State: StepDone}}}, later)
	if left, ok := p.TimeLeft(later.Add(time.Second)); ok || !p.Stalled() {
		t.Errorf("%v left while all that runs is a container that stops", left)
	}
	p.Apply(JobUpdate{Events: []StepEvent{{Step: 4, State: StepDone}}}, later)
	if p.Stopping != 0 || p.Stalled() {
		t.Errorf("stopping %d after the stop", p.Stopping)
	}
}
