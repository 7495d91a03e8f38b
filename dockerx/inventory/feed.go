package inventory

import (
	"context"
	"iter"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cenkalti/backoff/v5"

	"jettison/dockerx"
	"jettison/model"
)

// FollowOptions tune a Feed. The zero value follows everything.
type FollowOptions struct {
	// Without are facts that are not loaded; commands that don't need them save
	// the engine the work. The engine and the images are always loaded.
	Without []model.Fact
	// Breath is how long everything else waits once the first image list is there,
	// so that a screen can show it before the processor is busy with the rest.
	Breath time.Duration
	// AtOnce asks for all facts side by side, for the shared bytes with the image
	// list, and for the containers together with since when they are in their
	// state: for commands, which show nothing before all of it is there. A screen
	// wants the images first.
	AtOnce bool
	// CacheOnly loads of the disk usage only the build cache, where the engine can
	// leave the rest out, which takes it much longer.
	CacheOnly bool
	// AskLayers tells by its store whether the engine is asked for layers that are
	// not remembered; nil for always.
	AskLayers func(model.Store) bool
	// Layers is where what is learnt of layers is remembered for engines with a
	// storage driver; nil for nowhere.
	Layers func(driver string) LayerMemory
}

// LayerMemory remembers what never changes of images from one run to the next.
// It is called by one goroutine at a time.
type LayerMemory interface {
	// Load hands over everything that is remembered.
	Load(each func(model.LayerFacts)) error
	// Save remembers facts, which are those of all images on the engine.
	Save(all iter.Seq[model.LayerFacts]) error
}

// Feed owns the inventory of one engine: it loads it, keeps it current by the
// engine's events, and publishes a new snapshot after each change. One
// goroutine owns the state; requests run beside it and hand in their results.
type Feed struct {
	client    fetcher
	without   map[model.Fact]bool
	breath    time.Duration
	memory    func(driver string) LayerMemory
	since     bool                   // containers come with since when they are in their state
	cacheOnly bool                   // of the disk usage
	ask       func(model.Store) bool // for layers; nil for always
	done      chan struct{}          // closed when everything has ended
	inbox     chan func()            // results, run by the goroutine that owns the state
	workers   sync.WaitGroup
	saving    sync.Mutex // held while layers are remembered
	latest    latestSnapshot
	seen      atomic.Uint64 // events that have come

	priority atomic.Pointer[[]model.ImageID] // see PrioritizeLayers

	// What follows belongs to the goroutine of run.
	ctx        context.Context //nolint:containedctx // a feed is a running thing that ends with its context
	inventory  *model.Inventory
	counted    *model.Inventory // the last one whose layers were counted
	tree       *model.LayerTree
	schedule   loadSchedule
	link       eventLink
	coalescer  coalescer
	writable   map[model.ContainerID]int64 // as the last disk usage told
	early      map[model.ImageID]int64     // shared bytes that came before there were images
	applying   bool                        // a batch of events is being looked up
	refresh    refresh
	recalled   bool // what is remembered of layers was read
	learnt     int  // images whose layers are not remembered yet
	references []*ReferenceCache
	dirty      bool // there is something to publish
}

// Follow starts to load and follow the engine's inventory, until the context
// ends.
func Follow(ctx context.Context, client *dockerx.Client, o FollowOptions) *Feed {
	c := fetcher{client}
	engine := c.KnownEngine()
	f := &Feed{
		client:    c,
		without:   map[model.Fact]bool{},
		breath:    o.Breath,
		memory:    o.Layers,
		since:     o.AtOnce,
		cacheOnly: o.CacheOnly,
		ask:       o.AskLayers,
		done:      make(chan struct{}),
		inbox:     make(chan func()),
		latest:    latestSnapshot{news: make(chan struct{}, 1)},
		ctx:       ctx,
		inventory: model.NewInventory(engine, time.Time{}, nil, nil, nil),
		tree:      model.NewLayerTree(),
		schedule:  loadSchedule{sharedFrom: c.sharedFrom(o), atOnce: o.AtOnce},
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
	f.publish()
	go f.run()
	return f
}

// ListsShared reports whether the engine tells with its image list how many
// bytes of each image others share. An older one tells only with its disk usage.
func ListsShared(client *dockerx.Client) bool { return client.AtLeast("1.42") }

// sharedFrom is the fact that the shared sizes come with.
func (c fetcher) sharedFrom(o FollowOptions) model.Fact {
	switch {
	case !ListsShared(c.Client):
		return model.FactUsage
	case o.AtOnce && !slices.Contains(o.Without, model.FactShared):
		return model.FactImages
	}
	return model.FactShared
}

// Next waits until there is something new since the last call and returns the
// latest snapshot; what was published in between is skipped. It is for one
// caller. When the feed or ctx has ended, it returns the context's error.
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

// Inventory is the current inventory; never nil.
func (f *Feed) Inventory() *model.Inventory { return f.latest.get().Inventory }

// Reload loads facts anew, all of them when none is named, and tries a lost
// link at once. A fact that is being loaded is loaded once more afterwards; one
// that seems to hang is given up and loaded anew, except disk usage.
func (f *Feed) Reload(facts ...model.Fact) {
	f.post(func() {
		now := time.Now()
		f.want(facts...)
		f.schedule.giveUp(now, orAll(facts)...)
		f.link.retryNow(now)
	})
}

// post hands a result to the goroutine that owns the state. After the end it
// does nothing.
func (f *Feed) post(apply func()) {
	select {
	case f.inbox <- apply:
	case <-f.ctx.Done():
	}
}

// work runs a request beside the state.
func (f *Feed) work(do func()) {
	f.workers.Go(do)
}

// run owns the state until the context ends. It sleeps unless there is
// something to do: an idle feed has no timer running.
func (f *Feed) run() {
	defer close(f.done)
	defer func() { f.remembering()() }()
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

// step does all that is due.
func (f *Feed) step(now time.Time) {
	if f.link.due(now) {
		f.openLink()
	}
	if f.applicable() && !now.Before(f.coalescer.due()) {
		f.apply(f.coalescer.take())
	}
	if f.refresh.isDue(now) {
		f.want(f.refresh.take()...)
	}
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

// applicable reports whether there are events that can be looked at now. While
// a list is being read they wait, since the list may be older than they are.
func (f *Feed) applicable() bool {
	return !f.applying && !f.coalescer.due().IsZero() &&
		!f.schedule.runs[model.FactImages].busy && !f.schedule.runs[model.FactContainers].busy
}

// arm sets the timer to the next thing that falls due after now, the time of
// the last step, or leaves it stopped.
func (f *Feed) arm(timer *time.Timer, now time.Time) {
	var next time.Time
	consider := func(at time.Time) {
		if !at.IsZero() && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	consider(f.link.retryAt)
	consider(f.refresh.at)
	if f.schedule.restUntil.After(now) {
		consider(f.schedule.restUntil)
	}
	if f.applicable() {
		consider(f.coalescer.due())
	}
	timer.Stop()
	if !next.IsZero() {
		timer.Reset(max(0, time.Until(next)))
	}
}

// want asks for facts, leaving out what is not to be loaded.
func (f *Feed) want(facts ...model.Fact) {
	for _, fact := range orAll(facts) {
		if !f.without[fact] {
			f.schedule.want(fact)
			f.dirty = true
		}
	}
}

// publish makes the state visible when it has changed.
func (f *Feed) publish() {
	if f.latest.version > 0 && !f.dirty {
		return
	}
	f.dirty = false
	if f.inventory != f.counted {
		f.inventory = f.inventory.Counted()
		f.counted = f.inventory
	}
	f.latest.put(model.Snapshot{
		Inventory: f.inventory,
		Facts:     f.schedule.states,
		Link:      f.link.state,
		StaleFrom: f.shown(f.link.staleFrom),
		RetryAt:   f.shown(f.link.retryAt),
		Problem:   f.link.problem,
	})
}

// shown is a time of the schedule, which goes by the system's clock, by the
// clock that a person is shown.
func (f *Feed) shown(at time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	return f.client.Now().Add(time.Until(at))
}
