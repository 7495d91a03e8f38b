package cleanup

import (
	"context"
	"io"
	"time"

	"jettison/cleanup/backup"
	"jettison/dockerx"
	"jettison/dockerx/execute"
	"jettison/dockerx/inventory"
	"jettison/dockerx/transfer"
	"jettison/model"
)

// Job is a removal that an engine carries out.
type Job interface {
	// Next blocks until there is news and returns all of it. It returns io.EOF after
	// the update of model.JobEnded.
	Next(ctx context.Context) (model.JobUpdate, error)
	// Cancel keeps steps from starting; those under way finish.
	Cancel()
}

// ReadBackup writes things of a backup, all of one kind, to an engine that loads them, and
// tells how many bytes it has read of how many.
type ReadBackup func(ctx context.Context, name string, targets []model.Target, to io.Writer, told func(done, total int64)) error

// Engine is what clean-ups need of an engine.
type Engine interface {
	backup.Saver
	// Execute starts to carry out the steps of a plan that are ready, jobs at a time;
	// 0 is what suits the engine. Cancelling ctx abandons the job.
	Execute(ctx context.Context, plan *model.Plan, jobs int) Job
	// Restore carries out what can be done of a plan. It returns when all steps have
	// ended or ctx has. It calls tell with one event at a time.
	Restore(ctx context.Context, plan *model.RestorePlan, read ReadBackup, tell func(model.RestoreEvent))
	// Measure returns the engine with its disk usage measured; nil when that is not
	// possible in time.
	Measure(ctx context.Context, how inventory.Measuring) *model.Inventory
	// SweepHelpers removes what a killed program left of the containers that it made to reach volumes.
	// If there is anything, it calls alone, which reports whether no clean-up is under way that may
	// use it, and keeps others from beginning until done is called.
	SweepHelpers(ctx context.Context, alone func() (done func(), ok bool)) error
	// List lists the images, containers and volumes that the engine has now.
	List(ctx context.Context, engine model.Engine) (*model.Inventory, error)
	// ListCache lists the records that the engine's build cache has now, and nothing else.
	ListCache(ctx context.Context, engine model.Engine) (*model.Inventory, error)
}

// docker is an Engine that a client is connected to.
type docker struct {
	transfer.Saver
	feed *inventory.Feed
	now  func() time.Time
}

// Docker makes an Engine of a client. feed follows the same engine, and may be nil.
// now stamps the events.
func Docker(client *dockerx.Client, feed *inventory.Feed, now func() time.Time) Engine {
	return &docker{transfer.Saver{Client: client}, feed, now}
}

// Execute implements Engine.
func (d *docker) Execute(ctx context.Context, plan *model.Plan, jobs int) Job {
	return execute.Start(ctx, d.Client, plan, execute.Options{Jobs: jobs, Now: d.now, Feed: d.feed})
}

// Restore implements Engine.
func (d *docker) Restore(ctx context.Context, plan *model.RestorePlan, read ReadBackup, tell func(model.RestoreEvent)) {
	execute.Restore(ctx, d.Client, plan, execute.RestoreOptions{Write: read, Now: d.now, Tell: tell})
}

// Measure implements Engine.
func (d *docker) Measure(ctx context.Context, how inventory.Measuring) *model.Inventory {
	if d.feed == nil {
		return nil
	}
	return d.feed.Measure(ctx, how)
}

// SweepHelpers implements Engine.
func (d *docker) SweepHelpers(ctx context.Context, alone func() (done func(), ok bool)) error {
	return transfer.SweepHelpers(ctx, d.Client, alone)
}

// List implements Engine.
func (d *docker) List(ctx context.Context, engine model.Engine) (*model.Inventory, error) {
	return inventory.List(ctx, d.Client, engine)
}

// ListCache implements Engine.
func (d *docker) ListCache(ctx context.Context, engine model.Engine) (*model.Inventory, error) {
	return inventory.CacheRecords(ctx, d.Client, engine)
}
