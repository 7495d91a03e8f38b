package inventory

import (
	"context"
	"slices"
	"time"

	"jettison/dockerx"
	"jettison/model"
)

// load starts to load a fact. The result is merged into the inventory as it is by then.
func (f *Feed) load(fact model.Fact) {
	ctx, cancel := context.WithCancel(f.ctx)
	f.schedule.begin(fact, time.Now(), cancel)
	f.dirty = true
	asked := f.client.Now()
	fetch := f.fetch(fact, asked)
	f.work(func() {
		merge, err := fetch(ctx)
		f.post(func() { f.loaded(fact, asked, merge, err) })
	})
}

// request asks the engine for something. It runs beside the goroutine of the state, and
// returns a function that merges the answer into the state.
type request func(context.Context) (merge func(), err error)

// fetch returns the request for a fact.
func (f *Feed) fetch(fact model.Fact, asked time.Time) request {
	var requests []request
	switch fact {
	case model.FactEngine:
		requests = append(requests, f.fetchEngine)
	case model.FactShared:
		requests = append(requests, f.fetchShared)
	case model.FactVolumes:
		requests = append(requests, f.fetchVolumes)
	case model.FactUsage:
		requests = append(requests, f.fetchUsage)
	case model.FactLayers:
		requests = append(requests, f.fetchLayers(f.inventory))
	case model.FactTagTimes:
		requests = append(requests, f.fetchTagTimes(f.inventory))
	default: // lists of things only
	}
	for _, k := range listedKinds() {
		if k.fact() == fact {
			requests = append(requests, k.fetch(f, asked))
		}
	}
	return inTurn(requests)
}

// inTurn makes one request of several. The first that fails ends it, and nothing is merged.
func inTurn(requests []request) request {
	return func(ctx context.Context) (func(), error) {
		var merges []func()
		for _, ask := range requests {
			merge, err := ask(ctx)
			if err != nil {
				return nil, err
			}
			merges = append(merges, merge)
		}
		return func() {
			for _, merge := range merges {
				merge()
			}
		}, nil
	}
}

// loaded merges a fact whose loading ended.
func (f *Feed) loaded(fact model.Fact, asked time.Time, merge func(), err error) {
	if err == nil {
		merge()
	}
	problem := dockerx.ProblemOf(err, f.client.Host())
	f.schedule.end(fact, asked, time.Now(), problem)
	if fact == model.FactContainers {
		f.usersLoaded(problem)
	}
	f.dirty = true
	if fact == model.FactImages && err == nil {
		f.last = lastList{}
	}
	if (fact == model.FactImages || fact == model.FactEngine && f.schedule.listed()) && f.savesList() {
		f.work(f.saveList)
	}
	if isList(fact) {
		f.reconciled()
	}
}

// usersLoaded notes whether the inventory has the containers and services that the engine has.
func (f *Feed) usersLoaded(problem *model.Problem) {
	before := f.inventory.UnlistedUsers()
	switch {
	case problem == nil:
		if before != nil {
			f.inventory = f.inventory.WithUnlistedUsers(nil)
		}
	case problem.Kind == model.ProblemCanceled: // they are loaded anew
	default:
		f.inventory = f.inventory.WithUnlistedUsers(&model.UnlistedUsers{Problem: problem, Listed: before == nil || before.Listed})
	}
}

func (f *Feed) fetchEngine(ctx context.Context) (func(), error) {
	info, err := f.client.Info(ctx)
	engine := info.Engine
	var last lastList
	if err == nil {
		if f.Inventory().Taken.IsZero() {
			last = f.readLastList(engine.ListScope()) // it is of no use once there is a fresh one
		}
		last.listing.Counted = info.Images
	}
	return func() {
		if err == nil {
			f.showLastList(last)
		}
		f.inventory = f.inventory.WithEngine(engine)
		f.coalescer.verifyDeletes = engine.Store == model.StorePodman
	}, err
}

// fetchShared requests the image list once more, with the bytes that images share.
// Engines take long for those, so the first list goes without.
func (f *Feed) fetchShared(ctx context.Context) (func(), error) {
	seen := f.eventCount.Load()
	listed, err := f.client.images(ctx, true)
	return func() {
		if f.eventCount.Load() == seen && !f.applying {
			// Nothing happened meanwhile, so this list is as good as the first, and
			// corrects whatever that missed.
			merged, _ := mergeListed(f.inventory, listed)
			f.setImages(f.inventory.Taken, merged)
			return
		}
		shared := make(map[model.ImageID]int64, len(listed))
		for _, image := range listed {
			shared[image.ID] = image.SharedSize
		}
		f.setShared(shared, false)
	}, err
}

func (f *Feed) fetchUsage(ctx context.Context) (func(), error) {
	var only []string
	if f.cacheOnly {
		only = []string{usageCache}
	}
	found, err := f.client.diskUsage(ctx, only...)
	return func() {
		f.writable = found.writable
		f.inventory = f.inventory.WithUsage(found.usage).
			WithContainers(withSizes(f.inventory.Containers(), f.writable))
		f.measureVolumes()
		if f.inventory.Taken.IsZero() {
			f.earlyShared = found.shared
		}
		f.setShared(found.shared, f.schedule.sharedFrom != model.FactUsage)
	}, err
}

// setShared sets the shared bytes of images. With onlyUnknown, it keeps those that are
// known.
func (f *Feed) setShared(shared map[model.ImageID]int64, onlyUnknown bool) {
	images, changed := slices.Clone(f.inventory.Images()), false
	for i, image := range images {
		bytes, told := shared[image.ID]
		if !told || bytes == image.SharedSize || bytes < 0 || onlyUnknown && image.SharedSize >= 0 {
			continue
		}
		next := *image
		next.SharedSize = bytes
		images[i], changed = &next, true
	}
	if changed {
		f.setImages(f.inventory.Taken, images)
	}
}
