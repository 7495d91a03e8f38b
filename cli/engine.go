package cli

import (
	"context"
	"errors"
	"slices"
	"time"

	"jettison/cleanup"
	"jettison/cli/output"
	"jettison/dockerx"
	"jettison/dockerx/inventory"
	"jettison/model"
	"jettison/model/pin"
	"jettison/model/words"
)

// wants says which facts a command needs in addition to images and engine.
type wants struct {
	containers bool
	volumes    bool
	usage      bool
	// cache asks for what bounds the bytes of removals: the build cache, which keeps layers of
	// removed images, and the tag times that tell which images keep files.
	cache  bool
	layers bool // of all images
	tagged bool // when all images were last tagged
	// shares asks for the sizes that images share, computed from their layers.
	shares bool
	// quickly accepts bounds on shared sizes, so that layers that aren't cached are not
	// requested.
	quickly bool
}

// with returns w extended by the facts that a query needs.
func (w wants) with(facts []model.Fact) wants {
	for _, fact := range facts {
		switch fact {
		case model.FactContainers:
			w.containers = true
		case model.FactShared:
			w.shares, w.quickly = true, false
		case model.FactLayers:
			w.layers, w.quickly = true, false
		case model.FactUsage:
			w.usage = true
		case model.FactTagTimes:
			w.tagged = true
		case model.FactVolumes:
			w.volumes = true
		case model.FactEngine, model.FactImages, model.FactCount:
		}
	}
	return w
}

// asksLayers reports whether layers that aren't cached are worth the requests on an engine
// with a store.
func (w wants) asksLayers(model.Store) bool { return w.layers || !w.quickly }

// engine is an engine as a command uses it.
type engine struct {
	client    *dockerx.Client
	feed      *inventory.Feed
	service   cleanup.Service
	call      *invocation
	wants     wants
	inventory *model.Inventory // as loaded
	shared    bool             // the engine's image list includes shared sizes
	end       func()
}

// openEngine connects and starts to load what is wanted. The caller must close the engine.
func openEngine(ctx context.Context, s *invocation, f *flags, w wants) (*engine, error) {
	client, end, err := s.connect(ctx, f)
	if err != nil {
		return nil, err
	}
	e := &engine{client: client, call: s, wants: w, shared: inventory.ListsShared(client)}
	if w.quickly && !e.shared {
		e.wants.quickly = false // only layers tell what is shared
	}
	cache := s.layers
	if f.demo {
		cache = nil
	}
	// A signal ends the waiting but not the feed, which a running removal still needs.
	following, stop := context.WithCancel(context.WithoutCancel(ctx))
	follow := inventory.FollowOptions{
		Without: e.without(), AtOnce: true, AskLayers: e.wants.asksLayers, Layers: cache,
		CacheOnly: !e.wants.usage,
	}
	if !e.wants.tagged {
		follow.TagTimes = inventory.TagTimesForBytes
	}
	e.feed = inventory.Follow(following, client, follow)
	e.service = serviceOf(f, s.env, s.now)
	e.service.Engine = cleanup.Docker(client, e.feed, s.now)
	e.end = func() {
		stop()
		for err := error(nil); err == nil; { // the loader caches layers until it ends
			_, err = e.feed.Next(context.Background())
		}
		end()
	}
	return e, nil
}

// loadEngine connects, loads what is wanted and applies the pins. The caller must close the
// engine.
func loadEngine(ctx context.Context, s *invocation, f *flags, w wants) (*engine, *model.Inventory, error) {
	e, err := openEngine(ctx, s, f, w.with(pin.Needs(f.pins)))
	if err != nil {
		return nil, nil, err
	}
	inv, err := e.load(ctx)
	if err != nil {
		e.close()
		return nil, nil, err
	}
	e.inventory = inv.WithPins(pin.Resolve(f.pins, queryEnv(inv, s.now())))
	if f.demo {
		return e, e.inventory, nil
	}
	known, err := backupsOf(f, s.env, s.now).Known(func(err error) { s.note("passed over a backup: %s", model.Clean(err.Error())) })
	if err != nil {
		s.note("What is backed up can't be told: %s", model.Clean(err.Error()))
	}
	e.inventory = e.inventory.WithBackups(known)
	return e, e.inventory, nil
}

// sizePatience is how long a command waits until the engine has counted what containers have
// written. It reads each of their files for that.
const sizePatience = 20 * time.Second

// plan makes a plan, once more if it is about containers of which nobody has measured what
// they have written.
func (e *engine) plan(ctx context.Context, planned func(inv *model.Inventory) *model.Plan) (*model.Plan, error) {
	plan := planned(e.inventory)
	unmeasured := plan.Unmeasured()
	if len(unmeasured) == 0 {
		return plan, nil
	}
	before := e.inventory
	if err := e.measure(ctx, unmeasured); err != nil {
		return nil, err
	}
	if e.inventory == before {
		return plan, nil
	}
	return planned(e.inventory), nil
}

// measure has the engine count what those of some containers have written of which that is
// not known. If it takes too long, a note says so.
func (e *engine) measure(ctx context.Context, containers []*model.Container) error {
	unmeasured := slices.DeleteFunc(slices.Clone(containers), func(c *model.Container) bool { return c.Size >= 0 })
	if len(unmeasured) == 0 {
		return nil
	}
	bounded, cancel := context.WithTimeout(ctx, sizePatience)
	defer cancel()
	inv, err := inventory.MeasureContainers(bounded, e.client, e.inventory, unmeasured)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		e.call.note("What some containers have written was not measured within %s, and is not part of the figures", sizePatience)
		return nil
	}
	e.inventory = inv
	return nil
}

// close closes the client and waits for the loader to end.
func (e *engine) close() { e.end() }

func (e *engine) without() []model.Fact {
	var facts []model.Fact
	for fact, wanted := range map[model.Fact]bool{
		model.FactContainers: e.wants.containers,
		model.FactVolumes:    e.wants.volumes,
		model.FactUsage:      e.wants.usage || e.wants.cache,
		model.FactShared:     e.wants.shares && e.shared,
		model.FactLayers:     e.wants.layers || e.wants.shares,
		model.FactTagTimes:   e.wants.tagged || e.wants.cache || e.wants.usage,
	} {
		if !wanted {
			facts = append(facts, fact)
		}
	}
	return facts
}

// needed returns the facts that must be present.
func (e *engine) needed() []model.Fact {
	facts := []model.Fact{model.FactImages, model.FactEngine}
	if e.wants.containers {
		facts = append(facts, model.FactContainers)
	}
	if e.wants.volumes {
		facts = append(facts, model.FactVolumes)
	}
	if e.wants.usage || e.wants.cache {
		facts = append(facts, model.FactUsage)
	}
	if e.wants.layers || e.wants.shares {
		facts = append(facts, model.FactLayers)
	}
	if e.wants.tagged || e.wants.cache || e.wants.usage {
		facts = append(facts, model.FactTagTimes)
	}
	if e.wants.shares && e.shared {
		facts = append(facts, model.FactShared)
	}
	return facts
}

// load waits until everything wanted is loaded. A fact that the engine can't provide is an
// error, except layers and tag times of single images, and a note says so: without layers
// figures are bounds, and without its tag time an image neither matches a term about it nor
// certainly does not.
func (e *engine) load(ctx context.Context) (*model.Inventory, error) {
	progress := output.NewProgress(e.call.errs, e.call.watched)
	defer progress.Clear()
	for {
		snapshot, err := e.feed.Next(ctx)
		if err != nil {
			return nil, err
		}
		facts := e.needed()
		for _, fact := range facts {
			state := snapshot.Facts[fact]
			if state.Status == model.StatusFailed && fact != model.FactLayers && fact != model.FactTagTimes {
				return nil, failure(state.Problem)
			}
		}
		settled := func(fact model.Fact) bool {
			status := snapshot.Facts[fact].Status
			return status == model.StatusReady || status == model.StatusFailed
		}
		if !slices.ContainsFunc(facts, func(fact model.Fact) bool { return !settled(fact) }) {
			progress.Clear()
			e.noteLayers(&snapshot)
			e.noteTagTimes(&snapshot)
			return snapshot.Inventory, nil
		}
		for _, pieces := range []struct {
			fact model.Fact
			what string
		}{{model.FactLayers, "reading layers"}, {model.FactTagTimes, "reading tag times"}} {
			if state := snapshot.Facts[pieces.fact]; state.Status == model.StatusLoading && state.Total > 0 && settled(model.FactImages) {
				progress.Draw(pieces.what, state.Done, state.Total)
			}
		}
	}
}

func failure(problem *model.Problem) error {
	if problem == nil {
		return errors.New("the engine did not answer")
	}
	return problem
}

// noteLayers tells the user if layers could not be read.
func (e *engine) noteLayers(snapshot *model.Snapshot) {
	state := snapshot.Facts[model.FactLayers]
	if state.Status != model.StatusFailed || state.Problem == nil {
		return
	}
	e.call.note("The layers of some images could not be read, so figures are bounds: %s", words.ProblemLine(state.Problem))
}

// noteTagTimes tells the user if tag times could not be read.
func (e *engine) noteTagTimes(snapshot *model.Snapshot) {
	state := snapshot.Facts[model.FactTagTimes]
	if state.Status == model.StatusFailed && state.Problem != nil {
		e.call.note("When some images were last tagged could not be read: %s", words.ProblemLine(state.Problem))
	}
}
