package cleanup

import (
	"context"
	"errors"
	"slices"

	"jettison/model"
	"jettison/store"
	"jettison/store/archive"
	"jettison/store/wire"
)

// Resolve looks up how the steps of interrupted programs ended, and writes that into the
// journal. It first deletes the incomplete backups of such programs. It returns the number
// of steps.
//
// It leaves the journal alone while another clean-up of the engine is under way, whose
// steps have no outcome yet either, and where there are no locks or nothing may be
// written.
func (s *Service) Resolve(ctx context.Context, engine model.Engine) (steps int, err error) {
	if s.Journal == nil || s.Locks == nil || s.ReadOnly {
		return 0, nil
	}
	swept := errors.Join(archive.Sweep(s.Backups.Folder), s.sweepHelpers(ctx, engine)) // is no reason to leave the rest undone
	if open, err := s.open(engine); err != nil || len(open) == 0 {
		return 0, errors.Join(swept, err)
	}
	steps, err = s.resolveOpen(ctx, engine)
	return steps, errors.Join(swept, err)
}

// sweepHelpers removes what killed programs left on the engine, unless a clean-up is under way, which
// may use its own.
func (s *Service) sweepHelpers(ctx context.Context, engine model.Engine) error {
	return s.Engine.SweepHelpers(ctx, func() (done func(), ok bool) {
		lock, err := s.Locks.acquire(ctx, engine, resolverWhat)
		return func() { s.Locks.releaseUnchanged(lock) }, err == nil
	})
}

// resolveOpen resolves under the lock, so that no program is at the steps any more.
func (s *Service) resolveOpen(ctx context.Context, engine model.Engine) (steps int, err error) {
	lock, err := s.Locks.acquire(ctx, engine, resolverWhat)
	if _, busy := errors.AsType[*BusyError](err); busy {
		return 0, nil
	}
	if err != nil {
		return 0, err // nobody could tell whether one is under way
	}
	defer s.Locks.releaseUnchanged(lock)
	open, err := s.open(engine) // what ended meanwhile has its outcome
	if err != nil || len(open) == 0 {
		return 0, err
	}
	inv, err := s.Engine.List(ctx, engine) // what was known before may be from before the steps
	if err != nil {
		return 0, err
	}
	if slices.ContainsFunc(open, removesRecord) {
		cache, err := s.Engine.ListCache(ctx, engine)
		if err != nil {
			return 0, err
		}
		inv = inv.WithUsage(cache.Usage)
	}
	lines := make([]store.JournalLine, 0, len(open))
	for _, intent := range open {
		if line, known := s.outcome(inv, intent); known {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		return 0, nil
	}
	return len(lines), s.Journal.Append(lines...)
}

// removesRecord reports whether an intent is about a record of the build cache.
func removesRecord(intent *store.JournalLine) bool {
	op, known := intent.Op()
	return known && op.Removes(model.KindCache)
}

// open are the recent intents on an engine that have no outcome, of actions that this version
// knows.
func (s *Service) open(engine model.Engine) ([]*store.JournalLine, error) {
	removals, err := s.Journal.Recent().Removals(func(store.BadLine) {}) // whoever reads it is told
	if err != nil {
		return nil, err
	}
	var open []*store.JournalLine
	for i := range removals {
		r := &removals[i]
		if r.Open() == 0 || !EngineOf(r).Same(engine) {
			continue
		}
		for at := range r.Steps {
			step := &r.Steps[at]
			if _, known := step.Intent.Op(); known && step.Outcome == nil {
				open = append(open, &step.Intent)
			}
		}
	}
	return open, nil
}

// outcome is how the step of an intent ended, by what is there now; known is false when
// this version can't tell.
func (s *Service) outcome(inv *model.Inventory, intent *store.JournalLine) (line store.JournalLine, known bool) {
	op, _ := intent.Op()
	state, untagged := inv.Resolve(model.Removed{Op: op, Refs: intent.References, Manifests: intent.Available()})
	if state == model.StepUnknown {
		return line, false
	}
	line = store.JournalLine{
		Event: store.JournalOutcome, At: s.Now(), Plan: intent.Plan, Step: intent.Step, Resolved: true,
		State: wire.States().Of(state), Untagged: untagged, Why: "jettison ended before it knew; this is what was found later",
	}
	if state == model.StepGone && op.Removes(model.KindImage) {
		line.Deleted = []model.ImageID{intent.Image}
	}
	return line, true
}
