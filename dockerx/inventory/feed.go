package inventory

import (
	"context"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cenkalti/backoff/v5"

	"jettison/dockerx"
	"jettison/model"
	"jettison/model/layers"
)

// Feed owns the inventory of one engine: it loads it, keeps it current by the engine's
// events, and publishes a new snapshot after each change. One goroutine owns the state;
// requests run beside it and post their results to it.
type Feed struct {
	client     fetcher
	without    map[model.Fact]bool
	headStart  time.Duration
	layers     func(model.Engine) LayerCache
	since      bool                   // load containers together with the start of their state
	cacheOnly  bool                   // of the disk usage
	ask        func(model.Store) bool // for layers; nil for always
	timesOf    TagTimes
	lists      ListCaches    // nil for none
	done       chan struct{} // closed when everything has ended
	inbox      chan func()   // results, run by the goroutine that owns the state
	workers    sync.WaitGroup
	saving     sync.Mutex // held while layers and the list are kept for the next run
	latest     latestSnapshot
	eventCount atomic.Uint64

	priority atomic.Pointer[[]model.ImageID] // see PrioritizeLayers

	// The fields below belong to the goroutine of run.
	ctx           context.Context //nolint:containedctx // a feed runs until its context ends
	began         time.Time       // by the engine's clock, or a little earlier; zero if it did not say
	inventory     *model.Inventory
	counted       *model.Inventory // the last one whose layers were counted
	tree          *layers.Tree
	schedule      loadSchedule
	link          eventLink
	coalescer     coalescer
	writable      map[model.ContainerID]int64 // by the last disk usage
	earlyShared   map[model.ImageID]int64     // shared bytes that came before the images
	applying      bool                        // the engine is being asked about a batch of events
	refresh       delayedRefresh
	cacheRead     bool // the cache of layers was read
	unsavedLayers int  // images whose layers are not in the cache yet
	tagTimes      tagTimeChanges
	last          lastList
	references    []*ReferenceCache
	usageBehind   int            // as many of its loads began before something happened that changes it
	measurements  []*measurement // that somebody waits for
	dirty         bool           // there is a change to publish
}

// Follow starts to load the engine's inventory and to follow it, until the context ends.
func Follow(ctx context.Context, client *dockerx.Client, o FollowOptions) *Feed {
	c := fetcher{client}
	engine := c.KnownEngine()
	f := &Feed{
		client:    c,
		without:   map[model.Fact]bool{},
		headStart: o.HeadStart,
		layers:    o.Layers,
		since:     o.AtOnce,
		cacheOnly: o.CacheOnly,
		ask:       o.AskLayers,
		timesOf:   o.TagTimes,
		lists:     o.Lists,
		done:      make(chan struct{}),
		inbox:     make(chan func()),
		latest:    latestSnapshot{news: make(chan struct{}, 1)},
		ctx:       ctx,
		began:     c.EngineTime(),
		inventory: model.NewInventory(engine, time.Time{}, nil, nil, nil),
		tree:      layers.NewTree(),
		schedule:  loadSchedule{sharedFrom: c.sharedFrom(o), atOnce: o.AtOnce, engineFirst: o.Lists != nil},
		link:      eventLink{delays: backoff.NewExponentialBackOff()},
		coalescer: coalescer{
			verifyDeletes: engine.Store == model.StorePodman,
			// Docker 28 and newer send an event for each step of a build.
			silentBuilds: !c.AtLeast("1.48"),
		},
	}
	f.link.delays.MaxInterval = maxRetryDelay
	for _, fact := range o.Without {
		f.without[fact] = true
	}
	if !f.without[model.FactContainers] {
		f.inventory = f.inventory.WithUnlistedUsers(&model.UnlistedUsers{})
	}
	f.publish()
	if f.lists != nil {
		f.work(f.guessLastList)
	}
	go f.run()
	return f
}

// Next waits for a snapshot that is newer than that of the last call and returns the
// latest. It is for one caller. Once the feed or ctx has ended, it returns the error of
// the context.
func (f *Feed) Next(ctx context.Context) (model.Snapshot, error) {
	for {
		if snapshot, isNew := f.latest.take(); isNew {
			return snapshot, nil
		}
		select {
		case <-f.latest.news:
		case <-ctx.Done():
			return model.Snapshot{}, ctx.Err()
		case <-f.done:
			return model.Snapshot{}, f.ctx.Err()
		}
	}
}

// Inventory returns the current inventory; never nil.
func (f *Feed) Inventory() *model.Inventory { return f.latest.get().Inventory }

// Reload loads facts again, all of them if none is named, and retries a lost event
// stream at once. A fact that is being loaded is loaded once more afterwards. Except for
// disk usage, a request that seems to hang is cancelled and sent anew.
func (f *Feed) Reload(facts ...model.Fact) {
	f.post(func() {
		now := time.Now()
		if slices.Contains(orAll(facts), model.FactTagTimes) {
			f.tagTimesChanged()
		}
		f.want(facts...)
		f.schedule.cancelHanging(now, orAll(facts)...)
		f.link.retryNow(now)
	})
}

// post has the goroutine that owns the state call apply. Once the feed has ended, it does
// nothing.
func (f *Feed) post(apply func()) {
	select {
	case f.inbox <- apply:
	case <-f.ctx.Done():
	}
}

// work runs a request beside the goroutine that owns the state.
func (f *Feed) work(do func()) {
	f.workers.Go(do)
}

// run owns the state until the context ends. It sleeps while there is nothing to do: an
// idle feed has no timer running.
func (f *Feed) run() {
	defer close(f.done)
	defer func() { f.saveLayers()() }()
	defer f.workers.Wait()
	timer := time.NewTimer(time.Hour)
	timer.Stop()
	defer timer.Stop()
	f.want()
	for {
		now := time.Now()
		f.step(now)
		f.arm(timer, now)
		select {
		case <-f.ctx.Done():
			return
		case apply := <-f.inbox:
			apply()
		case <-timer.C:
		}
	}
}

// step does everything that is due.
func (f *Feed) step(now time.Time) {
	if f.link.due(now) {
		f.openLink()
	}
	if f.tagTimes.due() && !now.Before(f.coalescer.due()) {
		f.forgetTagTimes()
	}
	if f.applicable() && !now.Before(f.coalescer.due()) {
		f.apply(f.coalescer.take())
	}
	if f.refresh.isDue(now) {
		f.want(f.refresh.take()...)
	}
	f.answerMeasurements()
	for {
		fact, ok := f.schedule.next(now)
		if !ok {
			break
		}
		f.load(fact)
	}
	f.updateReferences()
	f.publish()
}

// applicable reports whether there are events that can be applied now. They wait while a
// list is being read, since the list may be older than they are.
func (f *Feed) applicable() bool {
	return !f.applying && !f.coalescer.due().IsZero() &&
		!slices.ContainsFunc(lists(), func(list model.Fact) bool { return f.schedule.runs[list].busy })
}

// arm sets the timer to the next thing that is due after now, the time of the last step,
// or leaves it stopped.
func (f *Feed) arm(timer *time.Timer, now time.Time) {
	var next time.Time
	consider := func(at time.Time) {
		if !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	consider(f.link.retryAt)
	consider(f.refresh.at)
	if f.schedule.imagesOnlyUntil.After(now) {
		consider(f.schedule.imagesOnlyUntil)
	}
	if f.applicable() || f.tagTimes.due() {
		consider(f.coalescer.due())
	}
	timer.Stop()
	if !next.IsZero() {
		timer.Reset(max(0, time.Until(next)))
	}
}

// want schedules facts, except those that are not to be loaded.
func (f *Feed) want(facts ...model.Fact) {
	for _, fact := range orAll(facts) {
		if !f.without[fact] {
			f.schedule.want(fact)
			f.dirty = true
		}
	}
}

// publish makes a snapshot of the state if it has changed.
func (f *Feed) publish() {
	if f.latest.version > 0 && !f.dirty {
		return
	}
	f.dirty = false
	if f.inventory != f.counted {
		f.inventory = f.inventory.WithCountedLayers()
		f.counted = f.inventory
	}
	f.latest.put(model.Snapshot{
		Inventory: f.inventory,
		Facts:     f.schedule.states,
		Link:      f.link.state,
		StaleFrom: f.shown(f.link.staleFrom),
		RetryAt:   f.shown(f.link.retryAt),
		Problem:   f.link.problem,
		Last:      f.last.list,
		LastError: f.last.err,
		Listing:   f.last.listing,
	})
}

// shown converts a time by the system's clock, which the schedule uses, to the clock of
// the client, which people see.
func (f *Feed) shown(at time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	return f.client.Now().Add(time.Until(at))
}
