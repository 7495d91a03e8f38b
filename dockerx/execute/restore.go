package execute

import (
	"context"
	"io"
	"sync"
	"time"

	"jettison/dockerx"
	"jettison/model"
)

// RestoreOptions say how Restore carries out a plan.
type RestoreOptions struct {
	// Write writes things of a backup, all of one kind, as an archive that an engine
	// loads; images are in it without names. It calls told with how many bytes were read of
	// how many. If it fails, the engine loads nothing.
	Write func(ctx context.Context, backup string, targets []model.Target, to io.Writer, told func(done, total int64)) error
	// Now is the clock that stamps the events; nil for the system's.
	Now func() time.Time
	// Tell receives the events, one at a time and in order.
	Tell func(model.RestoreEvent)
}

// Restore carries out the steps of a plan that are possible, and returns when all of them
// have ended or ctx has. A step that fails does not stop the others.
func Restore(ctx context.Context, client *dockerx.Client, plan *model.RestorePlan, options RestoreOptions) {
	if options.Now == nil {
		options.Now = time.Now
	}
	r := &restorer{client: client, plan: plan, options: options, events: make(chan model.RestoreEvent)}
	told := make(chan struct{})
	go func() {
		defer close(told)
		for event := range r.events {
			options.Tell(event)
		}
	}()
	r.run(ctx)
	close(r.events)
	<-told
}

// restorer is one restoration under way.
type restorer struct {
	client  *dockerx.Client
	plan    *model.RestorePlan
	options RestoreOptions
	events  chan model.RestoreEvent
}

// run brings the kinds back side by side.
func (r *restorer) run(ctx context.Context) {
	steps := map[model.Kind][]int{}
	for i := range r.plan.Steps {
		if step := &r.plan.Steps[i]; step.Doable() {
			steps[step.Target.Kind] = append(steps[step.Target.Kind], i)
		}
	}
	var group sync.WaitGroup
	for kind, steps := range steps {
		group.Go(func() { kindOf(kind).restore(ctx, r, steps) })
	}
	group.Wait()
}

func (r *restorer) tell(step int, event model.RestoreEvent) {
	event.Step, event.At = step, r.options.Now()
	r.events <- event
}
