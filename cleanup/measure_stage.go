package cleanup

import (
	"context"
	"time"

	"jettison/dockerx/inventory"
	"jettison/model"
)

// patienceAfter is longer than any measurement takes: who waits for it may give up earlier.
const patienceAfter = 24 * time.Hour

// measure has the engine measured before the first step. Where that takes too long, the run
// goes on without. Engines that list the layers that they delete are not worth a wait.
func (r *Run) measure(ctx context.Context) error {
	r.stage = stageJournal
	patience := r.options.Measure
	if patience == 0 || r.whole.Images+r.whole.Platforms == 0 {
		return nil
	}
	if r.whole.Layers.Known() {
		patience = 0
	}
	measuring, stop := context.WithCancel(ctx)
	defer stop()
	r.mu.Lock()
	r.measuring = stop
	canceled := r.canceled
	r.mu.Unlock()
	if !canceled {
		r.before = r.service.Engine.Measure(measuring, inventory.Measuring{Patience: patience})
	}
	return ctx.Err()
}

// Measured has the engine measured once more after the run has ended, and returns it as it
// was before the first step and as it is now. Both are nil when one of them was not
// measured.
func (r *Run) Measured(ctx context.Context) (before, after *model.Inventory) {
	if r.before == nil {
		return nil, nil
	}
	after = r.service.Engine.Measure(ctx, inventory.Measuring{Anew: true, Patience: patienceAfter})
	if after == nil {
		return nil, nil
	}
	return r.before, after
}
