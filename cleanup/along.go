package cleanup

import (
	"context"
	"slices"
	"time"

	"jettison/dockerx"
	"jettison/model"
	"jettison/model/words"
	"jettison/store"
	"jettison/store/wire"
)

// split takes the events of steps that took something along out of an update of the job and
// returns them in one of their own, which is told when that was brought back. Until then a
// warning says so. It returns nil if there are none.
func (r *Run) split(update *model.JobUpdate) *model.JobUpdate {
	took := func(event model.StepEvent) bool { return len(alongOf(&event)) > 0 }
	if !slices.ContainsFunc(update.Events, took) {
		return nil
	}
	held := *update
	held.Events = slices.DeleteFunc(slices.Clone(update.Events), func(event model.StepEvent) bool { return !took(event) })
	update.Events = slices.DeleteFunc(slices.Clone(update.Events), took)
	update.State, update.Problem = model.JobRunning, nil
	told := &model.Warning{Kind: model.WarnTookAlong}
	for i := range held.Events {
		event := &held.Events[i]
		event.Refusal = event.Refusal.WithAlong(r.record.takenAlong(alongOf(event)))
		told.Along = append(told.Along, alongOf(event)...)
	}
	update.Warning = told
	return &held
}

func alongOf(event *model.StepEvent) []model.Along {
	if event.Refusal == nil {
		return nil
	}
	return event.Refusal.Along
}

// returnPatience is how long it may take to bring back what steps took along. Whoever closes the
// program waits for it: nothing else would bring it back.
const returnPatience = 10 * time.Minute

// alongReturn is how what steps took along comes back.
type alongReturn struct {
	held  *model.JobUpdate // tells how it went, once it has ended
	along []model.Along    // of all its events
	done  chan struct{}    // closed when it has ended
}

// bringBack begins to bring back what steps took along: it gives images their names, loads them
// from backups or pulls them. It goes on when nobody is in Next.
func (r *Run) bringBack(held *model.JobUpdate) {
	back := &alongReturn{held: held, done: make(chan struct{})}
	for i := range held.Events {
		back.along = append(back.along, alongOf(&held.Events[i])...)
	}
	r.back = back
	r.setReturning(back.done)
	go func() {
		defer close(back.done)
		ctx, cancel := context.WithTimeout(r.ctx, returnPatience)
		defer cancel()
		r.restoreAlong(ctx, back.along)
	}()
}

func (r *Run) setReturning(done <-chan struct{}) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.returning = done
}

// awaitReturn blocks until what steps took along is brought back, or can't be. It reports whether
// anything was on its way.
func (r *Run) awaitReturn() bool {
	r.mu.Lock()
	done := r.returning
	r.mu.Unlock()
	if done == nil {
		return false
	}
	<-done
	return true
}

// broughtBack waits until what steps took along is brought back and tells the journal. It returns
// the update that was held back, which tells how that went. Its error is that of ctx.
func (r *Run) broughtBack(ctx context.Context) (*model.JobUpdate, error) {
	back := r.back
	select {
	case <-back.done:
	default:
		select {
		case <-back.done:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	r.back = nil
	defer r.setReturning(nil)
	all, held := back.along, back.held
	for i := range all {
		r.record.restored(&all[i])
	}
	for i := range held.Events {
		event := &held.Events[i]
		n := len(alongOf(event))
		event.Refusal = event.Refusal.WithAlong(all[:n])
		all = all[n:]
	}
	if err := r.record.note(*held); err != nil {
		held.Warning = warning(model.WarnJournalIncomplete, err)
	}
	return held, nil
}

// restoreAlong brings back what steps took along and sets what became of it.
func (r *Run) restoreAlong(ctx context.Context, all []model.Along) {
	s := r.service
	lose := func(one *model.Along, err error) {
		one.Back = model.AlongLost
		one.Failure = &model.RestoreFailure{Problem: dockerx.ProblemOf(err, r.whole.Engine.Host)}
	}
	inv, err := s.Engine.List(ctx, r.whole.Engine)
	if err != nil {
		for i := range all {
			lose(&all[i], err)
		}
		return
	}
	backups, _ := s.Backups.Known(func(error) {}) // of those that can't be read, whoever restores is told
	removed := make([]model.Removed, len(all))
	for i := range all {
		removed[i] = all[i].Removed()
	}
	plan := model.PlanRestore(inv, removed, backups)
	for i := range plan.Steps {
		all[i].Plan(&plan.Steps[i], inv)
	}
	s.Engine.Restore(ctx, plan, s.Backups.read, func(event model.RestoreEvent) { all[event.Step].Apply(event) })
	for i := range all {
		if all[i].Back == model.AlongUnknown && ctx.Err() != nil {
			lose(&all[i], ctx.Err())
		}
	}
}

// takenAlong records what a step took along as steps of their own, which follow those of the
// plan, so that they can be restored like others. It returns them with their places.
func (r *record) takenAlong(all []model.Along) []model.Along {
	engine := &r.plan.Engine
	all = slices.Clone(all)
	for i := range all {
		one := &all[i]
		one.Step = len(r.plan.Steps) + r.unplanned
		r.unplanned++
		removed := one.Removed()
		intent := store.JournalLine{
			Event: store.JournalIntent, At: r.now(), Plan: r.id, Step: one.Step, Name: removed.Name, References: removed.Refs,
			Digests: removed.Digests, Rule: r.rule, User: r.user, Unplanned: true,
			Engine: &store.JournalEngine{Name: engine.Name, Host: engine.Host, ID: engine.ID},
		}
		intent.SetOp(removed.Op)
		outcome := store.JournalLine{
			Event: store.JournalOutcome, At: r.now(), Plan: r.id, Step: one.Step, State: wire.States().Of(model.StepDone), Untagged: removed.Refs,
		}
		if one.Deleted {
			outcome.Deleted = []model.ImageID{one.Image}
		}
		r.waiting = append(r.waiting, intent, outcome)
	}
	return all
}

// restored records what became of something that a step took along.
func (r *record) restored(one *model.Along) {
	state := model.StepDone
	if one.Back == model.AlongLost {
		state = model.StepFailed
	}
	line := store.JournalLine{
		Event: store.JournalRestored, At: r.now(), Plan: r.id, Step: one.Step, User: r.user, State: wire.States().Of(state),
		Why: words.RestoreFailure(one.Failure), Differs: words.Differences(one.Differs),
	}
	if state == model.StepDone && one.Ref != "" && len(one.Differs) == 0 {
		line.Tagged = []string{one.Ref}
	}
	r.waiting = append(r.waiting, line)
}
