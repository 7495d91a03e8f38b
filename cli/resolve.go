package cli

import (
	"context"
	"errors"
	"strings"

	"jettison/dockerx/inventory"
	"jettison/model"
	"jettison/store"
	"jettison/store/archive"
	"jettison/store/wire"
)

// fresh lists what an engine has now.
type fresh func() (*model.Inventory, error)

// resolve writes into the journal how steps on an engine ended whose program ended
// before it could: by what is there now. It does nothing while another clean-up of
// the engine is under way, whose steps have no outcome yet either. Before, it deletes
// what is left of backups that such programs did not complete. It answers how many
// steps it wrote about.
func (c *recovery) resolve(l locks, engine model.Engine, now fresh) (steps int, err error) {
	swept := archive.Sweep(c.backups.folder) // is no reason to leave the rest undone
	if open, err := c.open(engine); err != nil || len(open) == 0 {
		return 0, errors.Join(swept, err)
	}
	steps, err = c.resolveOpen(l, engine, now)
	return steps, errors.Join(swept, err)
}

func (c *recovery) resolveOpen(l locks, engine model.Engine, now fresh) (steps int, err error) {
	lock, err := l.acquire(engine, resolverWhat)
	switch {
	case CodeOf(err) == CodeRefused:
		return 0, nil
	case err != nil:
		return 0, err // nobody could tell whether one is under way
	}
	defer l.restore(lock)
	open, err := c.open(engine) // what ended meanwhile has its outcome
	if err != nil || len(open) == 0 {
		return 0, err
	}
	inv, err := now() // what was known before may be from before the steps
	if err != nil {
		return 0, err
	}
	lines := make([]store.JournalLine, 0, len(open))
	for _, intent := range open {
		lines = append(lines, c.outcome(inv, intent))
	}
	return len(lines), c.journal.Append(lines...)
}

// open are the intents on an engine that have no outcome.
func (c *recovery) open(engine model.Engine) ([]*store.JournalLine, error) {
	removals, err := c.journal.Removals(func(store.BadLine) {}) // whoever reads it is told
	if err != nil {
		return nil, err
	}
	var open []*store.JournalLine
	for i := range removals {
		r := &removals[i]
		if r.Open() == 0 || !engineOf(r).Same(engine) {
			continue
		}
		for at := range r.Steps {
			if step := &r.Steps[at]; step.Outcome == nil {
				open = append(open, &step.Intent)
			}
		}
	}
	return open, nil
}

// outcome is how the step of an intent ended, by what is there now.
func (c *recovery) outcome(inv *model.Inventory, intent *store.JournalLine) store.JournalLine {
	_, container, _ := strings.Cut(intent.Container, " ")
	kind, _ := wire.Actions().Value(intent.Action)
	state, untagged := inv.Resolve(model.Removed{Kind: kind, Image: intent.Image, Refs: intent.References}, model.ContainerID(container))
	line := store.JournalLine{
		Event: store.JournalOutcome, At: c.now(), Plan: intent.Plan, Step: intent.Step, Resolved: true,
		State: wire.States().Of(state), Untagged: untagged, Why: "jettison ended before it knew; this is what was found later",
	}
	if state == model.StepGone && kind == model.StepDelete {
		line.Deleted = []model.ImageID{intent.Image}
	}
	return line
}

// resolveOpen does that for a command that changes something. What goes wrong is
// told; it is no reason not to go on.
func (e *engine) resolveOpen(ctx context.Context, f *flags) {
	if f.demo || f.readOnly {
		return
	}
	s := e.around
	steps := 0
	c, err := s.recoveryOf(f)
	if err == nil {
		steps, err = c.resolve(locks{s.env, s.now}, e.inventory.Engine, func() (*model.Inventory, error) { return inventory.List(ctx, e.client, e.inventory.Engine) })
	}
	if err != nil {
		s.note("What became of earlier steps can't be written down: %s", model.Clean(err.Error()))
	} else if steps > 0 {
		s.note("A removal was cut off in the middle: what became of %s was looked up, and %s shows it.",
			model.Plural(steps, "step"), s.asCalled("'jettison journal'"))
	}
}
