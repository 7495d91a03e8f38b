package execute

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/containerd/errdefs"
	"github.com/moby/moby/api/types/image"
	"github.com/moby/moby/client"

	"jettison/model"
)

// scripted is an engine of images only, whose deletions a test can hold up,
// refuse or lose.
type scripted struct {
	engineAPI // what a test does not expect panics

	mu      sync.Mutex
	images  map[string][]string // tags by ID
	removed []string
	busy    int
	most    int // deletions that were under way at a time

	onRemove func(ctx context.Context, id string) error // before the deletion
	after    func(id string) error                      // after it
	ping     func() error

	onInspect func(context.Context) error
}

func newScripted(plan *model.Plan) *scripted {
	s := &scripted{images: map[string][]string{}}
	for i := range plan.Steps {
		image := plan.Steps[i].Image()
		s.images[string(image.ID)] = image.Tags
	}
	return s
}

func (s *scripted) ImageInspect(ctx context.Context, ref string, _ ...client.ImageInspectOption) (result client.ImageInspectResult, err error) {
	if s.onInspect != nil {
		if err := s.onInspect(ctx); err != nil {
			return result, err
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, tags := range s.images {
		if id == ref || slices.Contains(tags, ref) {
			result.ID, result.RepoTags = id, tags
			return result, nil
		}
	}
	return result, fmt.Errorf("Error response from daemon: No such image: %s%w", ref, hidden{errdefs.ErrNotFound})
}

// hidden carries the class of an error without its text, as the client does.
type hidden struct{ error }

func (hidden) Error() string   { return "" }
func (h hidden) Unwrap() error { return h.error }

func (s *scripted) ImageRemove(ctx context.Context, id string, _ client.ImageRemoveOptions) (result client.ImageRemoveResult, err error) {
	s.mu.Lock()
	s.busy++
	s.most = max(s.most, s.busy)
	s.mu.Unlock()
	defer func() {
		s.mu.Lock()
		s.busy--
		s.mu.Unlock()
	}()
	if s.onRemove != nil {
		if err := s.onRemove(ctx, id); err != nil {
			return result, err
		}
	}
	s.mu.Lock()
	for _, tag := range s.images[id] {
		result.Items = append(result.Items, image.DeleteResponse{Untagged: tag})
	}
	delete(s.images, id)
	s.removed = append(s.removed, id)
	s.mu.Unlock()
	result.Items = append(result.Items, image.DeleteResponse{Deleted: id})
	if s.after != nil {
		if err := s.after(id); err != nil {
			return client.ImageRemoveResult{}, err
		}
	}
	return result, nil
}

func (s *scripted) Ping(context.Context, client.PingOptions) (client.PingResult, error) {
	if s.ping == nil {
		return client.PingResult{}, nil
	}
	return client.PingResult{}, s.ping()
}

func refused(class error, text string) error {
	return fmt.Errorf("Error response from daemon: %s%w", text, hidden{class})
}

// deletions is a plan that deletes n images, each with one tag.
func deletions(n int) *model.Plan {
	plan := &model.Plan{Engine: model.Engine{Store: model.StoreGraph, Version: "28.5.2"}}
	for i := range n {
		made := &model.Image{ID: model.ImageID(fmt.Sprintf("sha256:%064x", i)), Tags: []string{fmt.Sprintf("app:%d", i)}}
		plan.Steps = append(plan.Steps, model.Step{Action: model.ActionRemove, Thing: made, Refs: made.Tags, Ready: true})
	}
	return plan
}

// finish reads a job to its end.
func finish(t *testing.T, job *Job) (final map[int]model.StepEvent, updates []model.JobUpdate) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	final = map[int]model.StepEvent{}
	for {
		update, err := job.Next(ctx)
		if errors.Is(err, io.EOF) {
			return final, updates
		}
		if err != nil {
			t.Fatalf("the job did not end: %v", err)
		}
		updates = append(updates, update)
		for _, event := range update.Events {
			if event.State.Ended() {
				if _, twice := final[event.Step]; twice {
					t.Errorf("step %d ended twice", event.Step)
				}
				final[event.Step] = event
			}
		}
	}
}

func states(final map[int]model.StepEvent, n int) []model.StepState {
	got := make([]model.StepState, n)
	for i := range got {
		got[i] = final[i].State
	}
	return got
}

func wantStates(t *testing.T, final map[int]model.StepEvent, want ...model.StepState) {
	t.Helper()
	if got := states(final, len(want)); !slices.Equal(got, want) {
		for i, event := range final {
			t.Logf("step %d: %+v", i, event.Refusal)
		}
		t.Fatalf("states are %v, want %v", got, want)
	}
}

func quick() Options {
	return Options{Jobs: 4, RetryFirst: time.Millisecond, RetryMost: 5 * time.Millisecond}
}

func TestJobOrderAndBounds(t *testing.T) {
	plan := deletions(40)
	for i := range 30 {
		plan.Steps[i].After = []int{i + 10} // waits for a later one
	}
	engine := newScripted(plan)
	engine.onRemove = func(context.Context, string) error { time.Sleep(time.Millisecond); return nil }
	final, _ := finish(t, startJob(t.Context(), engine, "", plan, quick()))
	for i := range 40 {
		if final[i].State != model.StepDone {
			t.Fatalf("step %d is %v", i, final[i].State)
		}
	}
	for i := range 30 {
		before := slices.Index(engine.removed, string(plan.Steps[i+10].Image().ID))
		if before > slices.Index(engine.removed, string(plan.Steps[i].Image().ID)) {
			t.Errorf("step %d was done before step %d", i, i+10)
		}
	}
	if engine.most != 4 {
		t.Errorf("%d deletions ran side by side, want 4", engine.most)
	}
}

func TestJobFailureSkipsOnlyDependentSteps(t *testing.T) {
	plan := deletions(6)
	plan.Steps[1].After, plan.Steps[2].After = []int{0}, []int{1}
	plan.Steps[4].Ready = false
	plan.Steps[5].After = []int{4}
	engine := newScripted(plan)
	engine.onRemove = func(_ context.Context, id string) error {
		if id == string(plan.Steps[0].Image().ID) {
			return refused(errdefs.ErrConflict, "conflict: unable to delete 000000000000 (cannot be forced) - image is being used by running container 0123456789ab")
		}
		return nil
	}
	final, _ := finish(t, startJob(t.Context(), engine, "", plan, quick()))
	wantStates(t, final, model.StepFailed, model.StepSkipped, model.StepSkipped, model.StepDone, model.StepWaiting, model.StepSkipped)
	if r := final[0].Refusal; r.Kind != model.RefusalRunning || r.Containers[0].ID != "0123456789ab" || r.Code != 409 {
		t.Errorf("the refusal is %+v", r)
	}
	if r := final[1].Refusal; r.Kind != model.RefusalDependency || r.Before.Subject() != "app:0" {
		t.Errorf("the dependent step's refusal is %+v, want one that names app:0", r)
	}
}

func TestJobWaitsInACircle(t *testing.T) {
	plan := deletions(3)
	plan.Steps[0].After, plan.Steps[1].After = []int{1}, []int{0}
	final, _ := finish(t, startJob(t.Context(), newScripted(plan), "", plan, quick()))
	wantStates(t, final, model.StepSkipped, model.StepSkipped, model.StepDone)
}

func TestJobOneImageAtATime(t *testing.T) {
	plan := deletions(1)
	step := plan.Steps[0]
	for range 7 {
		plan.Steps = append(plan.Steps, step)
	}
	engine := newScripted(plan)
	engine.onRemove = func(context.Context, string) error { time.Sleep(time.Millisecond); return nil }
	final, _ := finish(t, startJob(t.Context(), engine, "", plan, quick()))
	if engine.most != 1 {
		t.Errorf("%d requests about one image ran side by side", engine.most)
	}
	if final[0].State != model.StepDone || final[7].State != model.StepGone {
		t.Errorf("states are %v", states(final, 8))
	}
}

func TestJobBatches(t *testing.T) {
	plan := deletions(3000)
	engine := newScripted(plan)
	gone := make(chan struct{})
	engine.after = func(string) error {
		if len(engine.removed) == len(plan.Steps) {
			close(gone)
		}
		return nil
	}
	options := quick()
	options.Jobs = 1
	job := startJob(t.Context(), engine, "", plan, options)
	<-gone // nobody has read anything so far
	final, updates := finish(t, job)
	if len(final) != 3000 {
		t.Fatalf("%d steps ended, want 3000", len(final))
	}
	if len(updates) > 3 {
		t.Errorf("%d updates for 6000 events: they are not batched", len(updates))
	}
	last := updates[len(updates)-1]
	if last.State != model.JobEnded || last.Problem != nil {
		t.Errorf("the last update is %+v", last)
	}
	if _, err := job.Next(t.Context()); !errors.Is(err, io.EOF) {
		t.Errorf("after the end: %v, want io.EOF", err)
	}
}

func TestJobEmptyPlan(t *testing.T) {
	_, updates := finish(t, startJob(t.Context(), nil, "", &model.Plan{}, quick()))
	if len(updates) != 1 || updates[0].State != model.JobEnded {
		t.Errorf("updates are %+v", updates)
	}
}

func TestJobCancel(t *testing.T) {
	plan := deletions(20)
	engine := newScripted(plan)
	release, started := make(chan struct{}), make(chan struct{}, 20)
	engine.onRemove = func(context.Context, string) error { started <- struct{}{}; <-release; return nil }
	job := startJob(t.Context(), engine, "", plan, quick())
	for range 4 {
		<-started
	}
	job.Cancel()
	job.Cancel()
	time.AfterFunc(20*time.Millisecond, func() { close(release) })
	final, _ := finish(t, job)
	for i := range 20 {
		want := model.StepCanceled
		if i < 4 {
			want = model.StepDone
		}
		if final[i].State != want {
			t.Errorf("step %d is %v, want %v", i, final[i].State, want)
		}
	}
}

func TestJobProgramEnds(t *testing.T) {
	plan := deletions(10)
	engine := newScripted(plan)
	started := make(chan struct{}, 10)
	engine.onRemove = func(ctx context.Context, _ string) error { started <- struct{}{}; <-ctx.Done(); return ctx.Err() }
	ctx, cancel := context.WithCancel(t.Context())
	job := startJob(ctx, engine, "", plan, quick())
	for range 4 {
		<-started
	}
	cancel()
	final, updates := finish(t, job)
	for i := range 10 {
		want := model.StepCanceled
		if i < 4 {
			want = model.StepUnknown
		}
		if final[i].State != want {
			t.Errorf("step %d is %v, want %v", i, final[i].State, want)
		}
	}
	if updates[len(updates)-1].State != model.JobEnded {
		t.Error("the job did not end")
	}
}

func TestJobLostConnection(t *testing.T) {
	plan := deletions(12)
	engine := newScripted(plan)
	var mu sync.Mutex
	down, pings := false, 0
	engine.onRemove = func(_ context.Context, id string) error {
		mu.Lock()
		defer mu.Unlock()
		if id == string(plan.Steps[5].Image().ID) && pings == 0 {
			down = true // before it was done
			return io.ErrUnexpectedEOF
		}
		return nil
	}
	engine.after = func(id string) error {
		mu.Lock()
		defer mu.Unlock()
		if id == string(plan.Steps[3].Image().ID) && pings == 0 {
			down = true // after it was done
			return io.EOF
		}
		return nil
	}
	engine.ping = func() error {
		mu.Lock()
		defer mu.Unlock()
		if pings++; pings < 3 {
			return io.EOF
		}
		down = false
		return nil
	}
	final, updates := finish(t, startJob(t.Context(), engine, "unix:///e.sock", plan, quick()))
	for i := range 12 {
		if final[i].State != model.StepDone {
			t.Errorf("step %d is %v (%+v), want done", i, final[i].State, final[i].Refusal)
		}
	}
	if down || pings < 3 {
		t.Errorf("the engine was asked %d times whether it is back", pings)
	}
	paused := slices.IndexFunc(updates, func(u model.JobUpdate) bool { return u.State == model.JobPaused })
	if paused < 0 || updates[paused].Problem == nil || updates[paused].RetryAt.IsZero() {
		t.Errorf("no update told of the pause: %+v", updates)
	}
}

func TestJobEngineStaysUnreachable(t *testing.T) {
	plan := deletions(10)
	engine := newScripted(plan)
	var away atomic.Bool // from the first deletion on, also for looks
	engine.onRemove = func(context.Context, string) error {
		away.Store(true)
		return io.EOF
	}
	engine.onInspect = func(context.Context) error {
		if away.Load() {
			return io.EOF
		}
		return nil
	}
	engine.ping = func() error { return io.EOF }
	options := quick()
	options.GiveUp = 20 * time.Millisecond
	final, updates := finish(t, startJob(t.Context(), engine, "unix:///e.sock", plan, options))
	unknown, canceled := 0, 0
	for _, state := range states(final, 10) {
		switch state {
		case model.StepUnknown:
			unknown++
		case model.StepCanceled:
			canceled++
		default:
			t.Errorf("a step is %v", state)
		}
	}
	if unknown < 1 || unknown > 4 || unknown+canceled != 10 {
		t.Errorf("%d unknown and %d cancelled", unknown, canceled)
	}
	last := updates[len(updates)-1]
	if last.State != model.JobEnded || last.Problem == nil || last.Problem.Reason != model.ReasonGaveUp || last.Problem.Cause == nil {
		t.Errorf("the end is %+v", last)
	}
}

func TestJobCancelWhilePaused(t *testing.T) {
	plan := deletions(10)
	engine := newScripted(plan)
	engine.after = func(id string) error {
		if id == string(plan.Steps[0].Image().ID) {
			return io.EOF // done, but nobody heard of it
		}
		return nil
	}
	engine.onRemove = func(_ context.Context, id string) error {
		if id == string(plan.Steps[1].Image().ID) {
			return io.EOF // not done
		}
		return nil
	}
	pinged := make(chan struct{}, 100)
	engine.ping = func() error { pinged <- struct{}{}; return io.EOF }
	options := quick()
	options.Jobs = 2
	job := startJob(t.Context(), engine, "unix:///e.sock", plan, options)
	<-pinged
	job.Cancel()
	final, updates := finish(t, job)
	if final[0].State != model.StepDone {
		t.Errorf("step 0 is %v, want done: the last look finds it gone", final[0].State)
	}
	if final[9].State != model.StepCanceled {
		t.Errorf("step 9 is %v, want cancelled", final[9].State)
	}
	if len(final) != 10 || updates[len(updates)-1].State != model.JobEnded {
		t.Errorf("%d steps ended", len(final))
	}
}

// The look at what became of a request may itself be cut short by the end of
// the program.
func TestJobCancelThenQuitWhilePaused(t *testing.T) {
	plan := deletions(4)
	engine := newScripted(plan)
	engine.onRemove = func(context.Context, string) error { return io.EOF }
	pinged, looks := make(chan struct{}, 100), make(chan struct{}, 1)
	engine.ping = func() error { pinged <- struct{}{}; return io.EOF }
	engine.onInspect = func(ctx context.Context) error {
		if len(pinged) == 0 {
			return nil // the looks before the deletions
		}
		looks <- struct{}{}
		<-ctx.Done()
		return ctx.Err()
	}
	options := quick()
	options.Jobs = 1
	ctx, quit := context.WithCancel(t.Context())
	job := startJob(ctx, engine, "unix:///e.sock", plan, options)
	for len(pinged) == 0 {
		time.Sleep(time.Millisecond)
	}
	job.Cancel()
	<-looks
	quit()
	final, _ := finish(t, job)
	wantStates(t, final, model.StepUnknown, model.StepCanceled, model.StepCanceled, model.StepCanceled)
}

func TestJobCancelIncludesWaitingSteps(t *testing.T) {
	plan := deletions(3)
	plan.Steps[0].After, plan.Steps[1].After = []int{1}, []int{2}
	engine := newScripted(plan)
	engine.onRemove = func(context.Context, string) error { return io.EOF }
	pinged := make(chan struct{}, 100)
	engine.ping = func() error { pinged <- struct{}{}; return io.EOF }
	engine.onInspect = func(context.Context) error {
		if len(pinged) == 0 {
			return io.EOF // before anything was sent
		}
		return nil
	}
	job := startJob(t.Context(), engine, "unix:///e.sock", plan, quick())
	<-pinged
	pinged <- struct{}{}
	job.Cancel()
	final, _ := finish(t, job)
	wantStates(t, final, model.StepCanceled, model.StepCanceled, model.StepCanceled)
}

func TestJobLosesTheLastAnswer(t *testing.T) {
	plan := deletions(1)
	engine := newScripted(plan)
	tries := 0
	engine.onRemove = func(context.Context, string) error {
		if tries++; tries < maxTries {
			return io.EOF
		}
		return nil
	}
	engine.after = func(string) error { return io.EOF }
	final, _ := finish(t, startJob(t.Context(), engine, "", plan, quick()))
	wantStates(t, final, model.StepDone)
}

func TestJobGivesUpAStepThatKillsTheEngine(t *testing.T) {
	plan := deletions(3)
	engine := newScripted(plan)
	engine.onRemove = func(_ context.Context, id string) error {
		if id == string(plan.Steps[1].Image().ID) {
			return io.EOF
		}
		return nil
	}
	final, _ := finish(t, startJob(t.Context(), engine, "", plan, quick()))
	wantStates(t, final, model.StepDone, model.StepFailed, model.StepDone)
	if final[1].Refusal.Kind != model.RefusalStillThere {
		t.Errorf("the refusal is %+v", final[1].Refusal)
	}
}

func TestJobHangingRequest(t *testing.T) {
	plan := deletions(3)
	engine := newScripted(plan)
	hangs := 0
	engine.onRemove = func(ctx context.Context, id string) error {
		if id == string(plan.Steps[1].Image().ID) && hangs == 0 {
			hangs++
			<-ctx.Done()
			return ctx.Err()
		}
		return nil
	}
	options := quick()
	options.StepTimeout = 20 * time.Millisecond
	final, _ := finish(t, startJob(t.Context(), engine, "", plan, options))
	wantStates(t, final, model.StepDone, model.StepDone, model.StepDone)
}

func TestJobRetriesAParentWhoseChildIsOnItsWay(t *testing.T) {
	plan := deletions(3)
	plan.Steps[1].Image().Parent = plan.Steps[0].Image().ID
	engine := newScripted(plan)
	var mu sync.Mutex
	childGone, tries := false, 0
	engine.onRemove = func(_ context.Context, id string) error {
		switch id {
		case string(plan.Steps[0].Image().ID):
			mu.Lock()
			defer mu.Unlock()
			tries++
			if !childGone {
				return refused(errdefs.ErrConflict, "conflict: unable to delete 0 (cannot be forced) - image has dependent child images")
			}
		case string(plan.Steps[1].Image().ID):
			time.Sleep(20 * time.Millisecond)
			mu.Lock()
			defer mu.Unlock()
			childGone = true
		}
		return nil
	}
	final, _ := finish(t, startJob(t.Context(), engine, "", plan, quick()))
	wantStates(t, final, model.StepDone, model.StepDone, model.StepDone)
	if tries != 2 {
		t.Errorf("the parent was tried %d times, want 2", tries)
	}
}

func TestJobParentWithUnplannedChild(t *testing.T) {
	plan := deletions(2)
	plan.Steps[1].Image().Parent = plan.Steps[0].Image().ID
	engine := newScripted(plan)
	engine.onRemove = func(_ context.Context, id string) error {
		if id == string(plan.Steps[0].Image().ID) {
			return refused(errdefs.ErrConflict, "conflict: unable to delete 0 (cannot be forced) - image has dependent child images")
		}
		return nil
	}
	final, _ := finish(t, startJob(t.Context(), engine, "", plan, quick()))
	wantStates(t, final, model.StepFailed, model.StepDone)
	if final[0].Refusal.Kind != model.RefusalChildren {
		t.Errorf("the refusal is %+v", final[0].Refusal)
	}
}
