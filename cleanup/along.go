package cleanup

import (
	"context"
	"slices"

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

// bringBack brings back what steps took along: it gives images their names, loads them from
// backups or pulls them. It returns the update that was held back, which tells how that went.
func (r *Run) bringBack(ctx context.Context) *model.JobUpdate {
	held := r.held
	r.held = nil
	var all []model.Along
	for i := range held.Events {
		all = append(all, alongOf(&held.Events[i])...)
	}
	r.restoreAlong(ctx, all)
	for i := range held.Events {
		event := &held.Events[i]
		n := len(alongOf(event))
		event.Refusal = event.Refusal.WithAlong(all[:n])
		all = all[n:]
	}
	if err := r.record.note(*held); err != nil {
		held.Warning = warning(model.WarnJournalIncomplete, err)
	}
	return held
}

// restoreAlong sets what became of what steps took along, and tells the journal.
func (r *Run) restoreAlong(ctx context.Context, all []model.Along) {
	s := r.service
	lose := func(err error) {
		for i := range all {
			all[i].Back = model.AlongLost
			all[i].Failure = &model.RestoreFailure{Problem: &model.Problem{Text: model.Clean(err.Error())}}
		}
	}
	inv, err := s.Engine.List(ctx, r.whole.Engine)
	if err != nil {
		lose(err)
	} else {
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
	}
	for i := range all {
		r.record.restored(&all[i])
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
